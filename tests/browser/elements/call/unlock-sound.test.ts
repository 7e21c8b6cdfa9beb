import { expect } from "@open-wc/testing";
import { openPractice, renewToken } from "../../../../widget/src/elements/tag/open-practice.ts";
import { PracticeSession } from "../../../../widget/src/session/practice-session.ts";
import { FakeWorld } from "../../../unit/session/fake-ports.ts";
import { getDeep, mountCoach, settle } from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

/** A tag whose practice is a real one in a fake world. */
async function startIn(world: FakeWorld): Promise<MountedCoach> {
  const mounted = await mountCoach(
    {},
    {
      loadCall: () =>
        Promise.resolve({
          renewToken,
          openPractice: (setup) =>
            openPractice(setup, (options) => new PracticeSession(options, world.ports)),
        }),
    },
  );
  await mounted.tag.start();
  await settle(mounted.tag);
  return mounted;
}

describe("the learner's click", () => {
  it("the click that agrees has made the sound of the call before it is over (EL#777, EL#809)", async () => {
    const world = new FakeWorld();
    const { tag } = await startIn(world);
    expect(world.calls).to.equal(0);
    getDeep(tag, "[part=consent-button]").click();
    expect(world.calls).to.equal(1);
    tag.remove();
  });

  it("the click that leads to the check has made the sound of the call, and the one that leaves it keeps it (EL#777, EL#809)", async () => {
    const world = new FakeWorld();
    world.remembered = null;
    const { tag } = await startIn(world);
    expect(world.calls).to.equal(0);
    getDeep(tag, "[part=consent-button]").click();
    expect(world.calls).to.equal(1);
    await settle(tag);
    getDeep(tag, "[part=call-button]").click();
    expect(world.calls).to.equal(1);
    tag.remove();
  });
});
