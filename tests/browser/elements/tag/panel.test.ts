import { expect, waitUntil } from "@open-wc/testing";
import { CALL, find, focused } from "../../kit/call-scene.ts";
import { getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

function press(target: HTMLElement, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
}

async function openPanel(attributes: Readonly<Record<string, string>> = {}): Promise<MountedCoach> {
  const mounted = await mountCoach({ variant: "panel", ...attributes });
  getDeep(mounted.tag, "[part=launcher]").click();
  await settle(mounted.tag);
  return mounted;
}

describe("MakaVoiceCoach as a panel", () => {
  it("takes no room and asks nothing until its button is pressed", async () => {
    const { tag, loads } = await mountCoach({ variant: "panel" });
    expect(getDeep(tag, "[part=card]").getBoundingClientRect().height).to.equal(0);
    expect(loads).to.deep.equal([]);
    getDeep(tag, "[part=launcher]").click();
    await settle(tag);
    expect(loads).to.include("brief bakery");
  });

  it("docks at the end of the page, or at its start, in full height", async () => {
    for (const [placement, dir, edge] of [
      ["bottom-end", "ltr", "right"],
      ["bottom-start", "ltr", "left"],
      ["bottom-end", "rtl", "left"],
    ] as const) {
      document.documentElement.dir = dir;
      const { tag } = await openPanel({ placement });
      const { innerWidth, innerHeight } = globalThis;
      const card = getDeep(tag, "[part=card]").getBoundingClientRect();
      const button = getDeep(tag, "[part=launcher]").getBoundingClientRect();
      document.documentElement.dir = "";
      expect([card.top, card.height]).to.deep.equal([0, innerHeight]);
      expect(card.width).to.equal(Math.min(400, innerWidth));
      const { clientWidth } = document.documentElement;
      expect(edge === "left" ? card.left : clientWidth - card.right, placement + dir).to.equal(0);
      expect([button.top, button.left >= card.left, button.right <= card.right]).to.deep.equal([
        16,
        true,
        true,
      ]);
    }
  });

  it("is opened by start(), and does not keep the page from being used", async () => {
    const mounted = await mountCoach({ variant: "panel" });
    await start(mounted);
    expect(getDeep(mounted.tag, "[part=card]").hidden).to.equal(false);
    expect(getDeep(mounted.tag, "[part=launcher]").getAttribute("aria-expanded")).to.equal("true");
    expect(document.querySelector("[inert], [aria-hidden=true] maka-voice-coach")).to.equal(null);
  });

  it("closes with Escape and gives the focus back to its button", async () => {
    const { tag } = await openPanel();
    const begin = getDeep(tag, "[part=start-button]");
    begin.focus();
    press(begin, "Escape");
    await settle(tag);
    expect(getDeep(tag, "[part=card]").hidden).to.equal(true);
    expect(focused()).to.equal(getDeep(tag, "[part=launcher]"));
  });

  it("stays open at Escape while a call is held, and loses nothing of it when it is folded away and back", async () => {
    await import("../../../../widget/src/entries/during-call.ts");
    const mounted = await mountCoach({ variant: "panel" });
    const practice = await start(mounted);
    practice.show(CALL);
    const { tag } = mounted;
    await settle(tag);
    press(getDeep(tag, "[part=end-button]"), "Escape");
    await settle(tag);
    const card = getDeep(tag, "[part=card]");
    expect(card.hidden).to.equal(false);
    getDeep(tag, ".corner button").click();
    await settle(tag);
    expect([card.hidden, tag.phase, practice.asked.includes("stop")]).to.deep.equal([
      true,
      "in-call",
      false,
    ]);
    const folded = getDeep(tag, "maka-folded");
    expect(textOf(folded)).to.contain("Back to the call").and.to.contain("Martine · 4:12 left");
    expect(find(mounted, "[part=launcher]")).to.equal(null);
    expect(focused()).to.equal(getDeep(tag, ".back"));
    const edges = [folded, getDeep(tag, ".mute")].map((part) => part.getBoundingClientRect());
    expect((edges[0]?.right ?? 0) - (edges[1]?.right ?? 0)).to.equal(7);
    await expect(tag).to.be.accessible();
    getDeep(tag, ".mute").click();
    expect(practice.asked.at(-1)).to.equal("mute");
    practice.show({ muted: true });
    await settle(tag);
    expect(textOf(folded)).to.contain("Your microphone is off");
    getDeep(tag, ".back").click();
    await settle(tag);
    expect(card.hidden).to.equal(false);
    expect(focused()?.textContent).to.equal("Martine Bouvier");
  });

  it("comes after its button in the order of the keyboard", async () => {
    const { tag, practices } = await openPanel();
    const button = getDeep(tag, "[part=launcher]");
    const card = getDeep(tag, "[part=card]");
    const order = button.compareDocumentPosition(card);
    expect(order & Node.DOCUMENT_POSITION_FOLLOWING).not.to.equal(0);
    expect(practices).to.deep.equal([]);
  });

  it("is accessible open and closed, in both themes", async () => {
    for (const theme of ["light", "dark"]) {
      const { tag } = await openPanel({ theme });
      await expect(tag).to.be.accessible();
      getDeep(tag, "[part=launcher]").click();
      await settle(tag);
      await expect(tag).to.be.accessible();
    }
  });

  it("an unknown variant stands inline", async () => {
    const mounted = await mountCoach({ variant: "modal" });
    expect(find(mounted, "[part=launcher]")).to.equal(null);
    await waitUntil(() => find(mounted, "[part=start-button]"));
  });
});
