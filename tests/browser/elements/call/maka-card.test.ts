import { expect, nextFrame } from "@open-wc/testing";
import type { SessionState } from "../../../../widget/src/domain/state/session-state.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import { englishDuringCall } from "../../../../widget/src/locales/en/during-call.ts";
import { CALL, focused, open } from "../../kit/call-scene.ts";
import type { Scene } from "../../kit/call-scene.ts";
import { CARD, CARD_ANSWERS } from "../../kit/fake-practice.ts";
import { findAllDeep, getDeep, settle, textOf } from "../../kit/mount-coach.ts";

const DEVICES = ["Built-in", "Headset"].map((label) => ({ id: label.toLowerCase(), label }));

/** What the call download leaves to be fetched when it is needed. */
before(async () => {
  await import("../../../../widget/src/entries/during-call.ts");
});

function input(scene: Scene, name: string): HTMLInputElement {
  const found = getDeep(scene.tag, `[name=${name}]`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`no input ${name}`);
  return found;
}

function type(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

describe("MakaCard", () => {
  it("comes to the front of a narrow call by its tab, which keeps the focus", async () => {
    const scene = await open({ ...CALL, card: CARD });
    scene.tag.style.width = "400px";
    await nextFrame();
    const tab = findAllDeep(scene.tag, ".tab")[1];
    expect(getDeep(scene.tag, "maka-card").offsetParent).to.equal(null);
    for (let round = 0; round < 2; round += 1) {
      tab?.focus();
      tab?.click();
      await settle(scene.tag);
      expect(tab?.getAttribute("aria-pressed")).to.equal("true");
      expect(getDeep(scene.tag, "maka-card").offsetParent).not.to.equal(null);
      expect(focused()).to.equal(tab);
    }
  });

  it("has a labelled control for every kind of field", async () => {
    const scene = await open({ ...CALL, card: CARD });
    const card = getDeep(scene.tag, "maka-card");
    const controls = [...(card.shadowRoot?.querySelectorAll("input, select") ?? [])];
    const kinds = controls.map((control) => {
      const label = control.closest("label")?.querySelector("[lang]")?.textContent;
      return [label, control.getAttribute("type") ?? control.localName];
    });
    expect(kinds).to.deep.equal([
      ["Number of the order", "text"],
      ["Who ordered", "text"],
      ["Day of the delivery", "date"],
      ["How many", "number"],
      ["How it is sent", "select"],
      ["Whether it is a gift", "select"],
    ]);
  });

  it("heads a tool by its title, with what it does below; without a title by what it does", async () => {
    const scene = await open({ ...CALL, card: CARD });
    const card = getDeep(scene.tag, "maka-card");
    const heads = [...(card.shadowRoot?.querySelectorAll("details") ?? [])].map((tool) => [
      tool.querySelector("summary h4")?.textContent,
      tool.querySelector(":scope > .about")?.textContent,
    ]);
    expect(heads).to.deep.equal([
      ["Find an order", "Looks up an order by number and name."],
      ["Sends an article again", undefined],
    ]);
    await expect(card).to.be.accessible();
  });

  it("fills in what the customer gives away, marks it and says so, until the learner writes", async () => {
    const scene = await open({ ...CALL, card: CARD });
    expect(input(scene, "name").value).to.equal("Vera Petermann");
    await scene.show({ card: { ...CARD, details: { ...CARD.details, number: "NH-60318" } } });
    expect(input(scene, "number").value).to.equal("NH-60318");
    const label = input(scene, "number").closest("label");
    expect(label?.textContent).to.contain("from the call");
    expect(textOf(getDeep(scene.tag, "maka-card"))).to.contain(
      "Noted from the call: Number of the order",
    );
    type(input(scene, "number"), "NH-1");
    await settle(scene.tag);
    expect(label?.textContent).not.to.contain("from the call");
    await scene.show({ card: { ...CARD, details: { ...CARD.details, number: "NH-2" } } });
    expect(input(scene, "number").value).to.equal("NH-1");
  });

  it("uses a tool with what stands in its fields, and not while one is empty", async () => {
    const scene = await open({ ...CALL, card: CARD });
    const button = getDeep(scene.tag, "[data-tool=find-order] button");
    button.click();
    expect(scene.practice.asked).to.deep.equal([]);
    type(input(scene, "number"), " NH-60318 ");
    button.click();
    expect(scene.practice.asked).to.deep.equal([
      'use find-order {"number":"NH-60318","name":"Vera Petermann"}',
    ]);
  });

  it("waits for an answer with the focus where it was, and asks nothing meanwhile", async () => {
    const scene = await open({ ...CALL, card: CARD });
    type(input(scene, "number"), "NH-60318");
    const button = getDeep(scene.tag, "[data-tool=find-order] button");
    button.focus();
    await scene.show({ card: { ...CARD, pending: "find-order" } });
    expect(textOf(getDeep(scene.tag, "maka-card"))).to.contain(englishCall.working);
    expect(focused()).to.equal(button);
    button.click();
    expect(scene.practice.asked).to.deep.equal([]);
  });

  it("shows what was found as pairs of name and value", async () => {
    const scene = await open({ ...CALL, card: { ...CARD, answers: CARD_ANSWERS } });
    const list = getDeep(scene.tag, "dl");
    const pairs = [...list.querySelectorAll("div")].map((pair) => [
      pair.querySelector("dt")?.textContent,
      pair.querySelector("dd")?.textContent,
    ]);
    expect(pairs).to.deep.equal([
      ["Number of the order", "NH-60318"],
      ["What was ordered", "Ridgeway boots, size 43"],
    ]);
    expect(textOf(getDeep(scene.tag, ".outcome"))).to.contain("One entry found.");
  });

  it("tells every outcome in the scenario's words where it has some, and in ours where it has none", async () => {
    const scene = await open({ ...CALL, card: CARD });
    const outcomes = [
      ["not_found", null, englishDuringCall.notFound],
      ["refused", null, englishDuringCall.refused],
      ["done", null, englishDuringCall.done],
      ["done", "The replacement is ordered.", "The replacement is ordered."],
    ] as const;
    for (const [outcome, message, words] of outcomes) {
      const answers = [...CARD_ANSWERS, { tool: "find-order", outcome, message, rows: [] }];
      await scene.show({ card: { ...CARD, answers } });
      expect(textOf(getDeep(scene.tag, ".outcome")).trim()).to.equal(words);
    }
  });

  it("a choice from the call is taken whatever its capitals, and one that does not exist is not", async () => {
    const scene = await open({
      ...CALL,
      card: { ...CARD, details: { way: "By hand", gift: "TRUE" } },
    });
    const choices = ["way", "gift"].map((name) => getDeep(scene.tag, `[name=${name}]`));
    expect(
      choices.map((choice) => choice instanceof HTMLSelectElement && choice.value),
    ).to.deep.equal(["by hand", "true"]);
    await scene.show({ card: { ...CARD, details: { way: "by rocket" } } });
    expect(choices[0]).to.have.property("value", "");
  });
});

describe("MakaSound", () => {
  const STATE: Partial<SessionState> = {
    ...CALL,
    microphone: { status: "open", devices: DEVICES, deviceId: "headset", trouble: null },
    output: { devices: DEVICES, deviceId: null, choosable: true, volume: 0.8 },
  };

  async function openMenu(change: Partial<SessionState> = {}): Promise<Scene> {
    const scene = await open({ ...STATE, ...change });
    getDeep(scene.tag, "[part=sound-button]").click();
    await settle(scene.tag);
    return scene;
  }

  function selects(scene: Scene): HTMLSelectElement[] {
    const menu = getDeep(scene.tag, "maka-sound").shadowRoot;
    return [...(menu?.querySelectorAll("select") ?? [])];
  }

  it("asks for the microphone, the loudspeaker and the volume that are chosen", async () => {
    const scene = await openMenu();
    const [microphone, speaker] = selects(scene);
    if (!microphone || !speaker) throw new Error("no choice");
    expect([microphone.value, speaker.value]).to.deep.equal(["headset", ""]);
    for (const [select, value] of [
      [microphone, "built-in"],
      [speaker, "headset"],
    ] as const) {
      select.value = value;
      select.dispatchEvent(new Event("change"));
    }
    const slider = getDeep(scene.tag, "[type=range]");
    expect(slider.getAttribute("aria-valuetext")).to.equal("80%");
    if (slider instanceof HTMLInputElement) slider.value = "0.5";
    slider.dispatchEvent(new Event("input"));
    expect(scene.practice.asked).to.deep.equal([
      "choose built-in",
      "hear through headset",
      "volume 0.5",
    ]);
  });

  it("silences the persona and lets her be heard as before", async () => {
    const scene = await openMenu();
    const button = getDeep(scene.tag, ".menu button");
    expect(textOf(button)).to.contain("Turn Martine’s voice off");
    button.click();
    await scene.show({ output: { devices: [], deviceId: null, choosable: false, volume: 0 } });
    expect(textOf(button)).to.contain("Turn Martine’s voice on");
    button.click();
    expect(scene.practice.asked).to.deep.equal(["volume 0", "volume 0.8"]);
  });

  it("offers only what can be chosen", async () => {
    const scene = await openMenu({
      input: "text",
      output: { devices: DEVICES, deviceId: null, choosable: false, volume: 1 },
    });
    expect(selects(scene)).to.deep.equal([]);
    getDeep(scene.tag, "[type=range]");
  });

  it("closes with Escape, which goes no further, and gives the focus back", async () => {
    const scene = await openMenu();
    const button = getDeep(scene.tag, "[part=sound-button]");
    getDeep(scene.tag, "[type=range]").focus();
    let escaped = false;
    const onKeydown = (): void => {
      escaped = true;
    };
    document.addEventListener("keydown", onKeydown);
    const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, composed: true });
    getDeep(scene.tag, "[type=range]").dispatchEvent(escape);
    document.removeEventListener("keydown", onKeydown);
    await settle(scene.tag);
    expect(escaped).to.equal(false);
    expect(button.getAttribute("aria-expanded")).to.equal("false");
    expect(focused()).to.equal(button);
  });

  it("closes by a press elsewhere and when the focus goes on, and listens no more", async () => {
    const scene = await openMenu();
    const button = getDeep(scene.tag, "[part=sound-button]");
    document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
    await settle(scene.tag);
    expect(button.getAttribute("aria-expanded")).to.equal("false");
    button.click();
    await settle(scene.tag);
    getDeep(scene.tag, "[type=range]").focus();
    getDeep(scene.tag, "[part=end-button]").focus();
    await settle(scene.tag);
    expect(button.getAttribute("aria-expanded")).to.equal("false");
  });

  it("moves nothing when it opens", async () => {
    const scene = await open(STATE);
    const before = scene.tag.getBoundingClientRect().height;
    getDeep(scene.tag, "[part=sound-button]").click();
    await settle(scene.tag);
    expect(scene.tag.getBoundingClientRect().height).to.equal(before);
    const menu = getDeep(scene.tag, ".menu").getBoundingClientRect();
    const button = getDeep(scene.tag, "[part=sound-button]").getBoundingClientRect();
    expect(menu.bottom).to.be.at.most(button.top);
    expect(menu.left).to.be.at.least(scene.tag.getBoundingClientRect().left);
  });
});
