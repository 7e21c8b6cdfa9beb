import { expect, fixture, html, waitUntil } from "@open-wc/testing";
import { defineOnce } from "../../../../widget/src/elements/kit/define-once.ts";
import { MakaTalkButton } from "../../../../widget/src/elements/call/maka-talk-button.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";

defineOnce("maka-talk-button", MakaTalkButton);

/** Longer than a tap, in the time that events carry. */
const HELD_MS = 1_000;

class Stage {
  readonly asked: boolean[] = [];
  readonly talk: MakaTalkButton;
  /** A text input and a heading beside the button, as in the call. */
  readonly input: HTMLInputElement;
  readonly heading: HTMLElement;
  readonly scroller: HTMLElement;

  constructor(root: ShadowRoot) {
    const talk = root.querySelector<MakaTalkButton>("maka-talk-button");
    const input = root.querySelector("input");
    const heading = root.querySelector("h2");
    const scroller = root.querySelector<HTMLElement>("div");
    if (!talk || !input || !heading || !scroller) throw new Error("The stage is not set.");
    this.talk = talk;
    this.input = input;
    this.heading = heading;
    this.scroller = scroller;
    talk.addEventListener("maka-talk-request", (event) => {
      if (event instanceof CustomEvent) this.asked.push(event.detail === true);
    });
  }

  get button(): HTMLButtonElement {
    const button = this.talk.renderRoot.querySelector("button");
    if (!button) throw new Error("There is no button.");
    return button;
  }

  pointer(type: string, target: EventTarget = this.button, atMs = 0): void {
    target.dispatchEvent(at(new PointerEvent(type, { bubbles: true, composed: true }), atMs));
  }

  key(type: string, atMs = 0, target: EventTarget = this.button, repeat = false): KeyboardEvent {
    const event = new KeyboardEvent(type, {
      key: " ",
      bubbles: true,
      composed: true,
      cancelable: true,
      repeat,
    });
    target.dispatchEvent(at(event, atMs));
    return event;
  }

  async handedOver(): Promise<void> {
    await waitUntil(() => this.asked.at(-1) === false);
  }
}

/** An event that happened at a time of the test's choice. */
function at<Kind extends Event>(event: Kind, atMs: number): Kind {
  Object.defineProperty(event, "timeStamp", { value: atMs });
  return event;
}

async function start(): Promise<Stage> {
  const host = await fixture<HTMLElement>(html`<div></div>`);
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<h2 tabindex="-1">Martine</h2><div tabindex="0">turns</div><input /><maka-talk-button></maka-talk-button>`;
  const stage = new Stage(root);
  stage.talk.texts = englishCall;
  await stage.talk.updateComplete;
  return stage;
}

describe("MakaTalkButton", () => {
  it("is accessible", async () => {
    await expect((await start()).talk).to.be.accessible();
  });

  it("talks while the pointer holds it, wherever it is let go", async () => {
    const stage = await start();
    stage.pointer("pointerdown");
    expect(stage.asked).to.deep.equal([true]);
    stage.pointer("pointerup", document.body, HELD_MS);
    await stage.handedOver();
    expect(stage.asked).to.deep.equal([true, false]);
  });

  it("goes on after a tap until the next one", async () => {
    const stage = await start();
    stage.pointer("pointerdown", stage.button, 0);
    stage.pointer("pointerup", window, 100);
    expect(stage.asked).to.deep.equal([true]);
    stage.pointer("pointerdown", stage.button, 5_000);
    stage.pointer("pointerup", window, 5_100);
    await stage.handedOver();
    expect(stage.asked).to.deep.equal([true, false]);
  });

  it("holds by the space bar without clicking and without scrolling", async () => {
    const stage = await start();
    const down = stage.key("keydown");
    stage.key("keydown", 500, stage.button, true);
    const up = stage.key("keyup", HELD_MS);
    expect([down.defaultPrevented, up.defaultPrevented]).to.deep.equal([true, true]);
    await stage.handedOver();
    expect(stage.asked).to.deep.equal([true, false]);
  });

  it("hears the space bar from the heading of the call, and leaves it to a text and to what scrolls", async () => {
    const stage = await start();
    for (const target of [stage.input, stage.scroller])
      expect(stage.key("keydown", 0, target).defaultPrevented).to.equal(false);
    expect(stage.asked).to.deep.equal([]);
    stage.key("keydown", 0, stage.heading);
    expect(stage.asked).to.deep.equal([true]);
  });

  it("keeps one turn when it is pressed again within the tail of a release", async () => {
    const stage = await start();
    stage.pointer("pointerdown", stage.button, 0);
    stage.pointer("pointerup", window, HELD_MS);
    stage.pointer("pointerdown", stage.button, HELD_MS + 50);
    stage.pointer("pointerup", window, 3 * HELD_MS);
    await stage.handedOver();
    expect(stage.asked).to.deep.equal([true, false]);
  });

  it("turns on and off by a click that no pointer made, as a screen reader's", async () => {
    const stage = await start();
    stage.button.click();
    expect(stage.asked).to.deep.equal([true]);
    stage.button.click();
    await stage.handedOver();
  });

  for (const [name, letGo] of [
    ["the window loses the keyboard", () => window.dispatchEvent(new Event("blur"))],
    ["the page is hidden", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["the pointer is cancelled", () => window.dispatchEvent(new PointerEvent("pointercancel"))],
  ] as const)
    it(`lets go at once when ${name}, and a late release changes nothing`, async () => {
      const stage = await start();
      stage.pointer("pointerdown");
      letGo();
      expect(stage.asked).to.deep.equal([true, false]);
      stage.pointer("pointerup", window, HELD_MS);
      expect(stage.asked).to.deep.equal([true, false]);
    });

  it("lets go at once when the focus leaves a held key, and when the call is drawn no more", async () => {
    const stage = await start();
    stage.key("keydown");
    stage.button.dispatchEvent(new FocusEvent("focusout", { bubbles: true, composed: true }));
    expect(stage.asked).to.deep.equal([true, false]);
    stage.pointer("pointerdown");
    stage.talk.remove();
    expect(stage.asked).to.deep.equal([true, false, true, false]);
  });
});
