import { expect } from "@open-wc/testing";
import { buildBrief } from "../../kit/fake-practice.ts";
import { CALL, open, status } from "../../kit/call-scene.ts";
import { getDeep, mountCoach, settle, start, textOf } from "../../kit/mount-coach.ts";

describe("what a call says of itself", () => {
  it("the status line tells of the time when the microphone is off", async () => {
    const scene = await open({ ...CALL, muted: true, remainingSeconds: 200 });
    expect(status(scene)).to.equal("Your microphone is off");
    await scene.show({ remainingSeconds: 60 });
    expect(status(scene)).to.equal("One minute left. Your microphone is off");
  });

  it("the line says what is waited for when it takes long, where the talk will be", async () => {
    const { tag, show } = await open({ ...CALL, turns: [], phase: "connecting" });
    expect(textOf(getDeep(tag, ".late"))).to.contain("This takes longer than usual.");
    expect(getDeep(tag, ".before").assignedSlot).not.to.equal(null);
    await show({ phase: "in-call", remainingSeconds: 100 });
    expect(textOf(tag)).not.to.contain("This takes longer than usual.");
  });

  it("a persona who waits is said to wait until the learner has spoken", async () => {
    const { scenario } = buildBrief();
    const loadBrief = () =>
      Promise.resolve(buildBrief({ scenario: { ...scenario, opens: "learner" } }));
    const mounted = await mountCoach({}, { loadBrief });
    const practice = await start(mounted);
    practice.show({ phase: "in-call", turns: [], remainingSeconds: 290 });
    await settle(mounted.tag);
    expect(textOf(getDeep(mounted.tag, "header"))).to.contain("You speak first.");
    const connected = "You are connected. Martine can hear you.";
    expect(status(mounted)).to.equal(`${connected} You speak first.`);
    practice.show({ turns: CALL.turns });
    await settle(mounted.tag);
    expect(textOf(getDeep(mounted.tag, "header"))).to.contain("listening");
    expect(status(mounted)).to.equal(connected);
  });
});
