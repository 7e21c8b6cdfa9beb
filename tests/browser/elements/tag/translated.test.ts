import { expect } from "@open-wc/testing";
import { CALL } from "../../kit/call-scene.ts";
import { TURNS } from "../../kit/fake-practice.ts";
import { getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";
import { translatePage } from "../../kit/translate-page.ts";

describe("MakaVoiceCoach on a page that a browser translates", () => {
  it("the labels of its buttons go on changing", async () => {
    const { tag } = await mountCoach({ variant: "launcher" });
    translatePage(document.body);
    getDeep(tag, "[part=launcher]").click();
    await settle(tag);
    expect(textOf(getDeep(tag, "[part=launcher]"))).to.contain("Close");
  });

  it("the state of a call, its time, its words and its buttons go on changing", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    const { tag } = mounted;
    practice.show({ phase: "connecting" });
    await settle(tag);
    expect(textOf(tag)).to.contain("Calling…");
    translatePage(document.body);
    practice.show({ ...CALL, turns: TURNS, remainingSeconds: 480, activity: "idle" });
    await settle(tag);
    translatePage(document.body);
    const last = TURNS.at(-1);
    if (!last) throw new Error("There are no turns.");
    const turns = [...TURNS, { ...last, itemId: "item_next", text: "And one more." }];
    practice.show({ remainingSeconds: 471, activity: "thinking", muted: true, turns });
    await settle(tag);
    const text = textOf(tag);
    for (const words of [
      "7:51 left",
      "Your microphone is off",
      "Unmute",
      "End call",
      "And one more.",
    ])
      expect(text).to.contain(words);
    for (const gone of ["Calling…", "8:00", "Hang up", "listening"])
      expect(text).to.not.contain(gone);
  });
});
