import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallEvent } from "../../../widget/src/domain/state/call-event.ts";
import type { PracticeOptions } from "../../../widget/src/domain/state/practice.ts";
import { timeSounds } from "../../../widget/src/session/recovery/time-sounds.ts";
import { FakeRecovery } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

/** A call that is connected, beside the download that times its sounds as `load` gives it. */
async function inTimedCall(
  load: FakeRecovery["loadSounds"] = () => Promise.resolve({ timeSounds }),
  changes: Partial<PracticeOptions> = {},
): Promise<Stage> {
  const world = new FakeWorld();
  const extension = new FakeRecovery(world);
  extension.loadSounds = load;
  const stage = new Stage(changes, world, extension.load);
  await stage.start();
  assert.equal(stage.phase, "in-call");
  world.loudness = 0;
  return stage;
}

const REPLY: Readonly<Record<"made" | "begun" | "over", readonly CallEvent[]>> = {
  made: [
    { type: "reply-started", replyId: "resp_1" },
    { type: "reply-item-named", replyId: "resp_1", itemId: "item_a", speaker: "persona" },
    { type: "item-placed", itemId: "item_a", previousItemId: null, speaker: "persona" },
  ],
  begun: [{ type: "playback-started", replyId: "resp_1" }],
  over: [
    {
      type: "words-settled",
      itemId: "item_a",
      speaker: "persona",
      replyId: "resp_1",
      text: "Hello?",
    },
    { type: "reply-ended", replyId: "resp_1", outcome: "completed" },
  ],
};

/** The persona speaks from 700 ms after it began to make its words for 2 s, of which 400 ms are enough to make them. */
async function greet({ world }: Stage): Promise<void> {
  world.hear(...REPLY.made);
  await world.clock.pass(700);
  world.hear(...REPLY.begun);
  await world.clock.pass(400);
  world.hear(...REPLY.over);
  await world.clock.pass(1_600);
  world.hear({ type: "playback-stopped", replyId: "resp_1" });
}

/** The learner speaks for 1.5 s; the provider waits for 900 ms more before it takes the turn for ended. */
async function speak({ world }: Stage): Promise<void> {
  world.loudness = 0.4;
  await world.clock.pass(60);
  world.hear({ type: "learner-speech-started", itemId: "item_l", audioMs: 2_700 });
  await world.clock.pass(1_440);
  world.loudness = 0;
  await world.clock.pass(900);
  world.hear(
    { type: "learner-speech-stopped", itemId: "item_l", audioMs: 5_340 },
    { type: "item-placed", itemId: "item_l", previousItemId: "item_a", speaker: "learner" },
    { type: "learner-speech-committed", itemId: "item_l" },
    {
      type: "words-settled",
      itemId: "item_l",
      speaker: "learner",
      replyId: null,
      text: "Good day.",
    },
  );
}

/** How long each turn was heard, and how long after the call was answered it began, as it was shown. */
function times({ practice }: Stage): readonly (readonly [number, number | null])[] {
  return practice.state.turns.map(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs]);
}

describe("PracticeSession, with the times of its sound", () => {
  it("PracticeSession reports when turns were heard, not when their words were made, and no pause at their end", async () => {
    const stage = await inTimedCall();
    await greet(stage);
    await stage.world.clock.pass(300);
    await speak(stage);
    await settle();
    const [persona, learner] = times(stage);
    assert.deepEqual(persona, [700, 2_700]);
    // The microphone is asked every 40 ms.
    const [startedAtMs, endedAtMs] = learner ?? [0, 0];
    assert.ok(Math.abs(startedAtMs - 3_000) <= 40, `begins at ${startedAtMs}`);
    assert.ok(Math.abs((endedAtMs ?? 0) - 4_500) <= 40, `ends at ${endedAtMs}`);
    assert.deepEqual(
      stage.world.delivered.map(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs]),
      times(stage),
    );
  });

  it("PracticeSession goes by the provider where the microphone is never quiet, and where time stood still", async () => {
    for (const [loudness, asleepMs] of [
      [0.4, 0],
      [0, 1_000],
    ] as const) {
      const stage = await inTimedCall();
      stage.world.loudness = loudness;
      await greet(stage);
      await stage.world.clock.pass(2_000);
      stage.world.clock.sleep(asleepMs);
      stage.world.hear({ type: "learner-speech-started", itemId: "item_l", audioMs: 5_000 });
      await stage.world.clock.pass(2_500);
      stage.world.clock.sleep(asleepMs);
      stage.world.hear(
        { type: "learner-speech-stopped", itemId: "item_l", audioMs: 7_860 },
        { type: "item-placed", itemId: "item_l", previousItemId: "item_a", speaker: "learner" },
        { type: "words-settled", itemId: "item_l", speaker: "learner", replyId: null, text: "Hm." },
      );
      const [, [startedAtMs, endedAtMs] = [0, 0]] = times(stage);
      assert.equal((endedAtMs ?? 0) - startedAtMs, 2_560);
    }
  });

  it("PracticeSession keeps what it heard before the download had arrived", async () => {
    const arrival = Promise.withResolvers<{ timeSounds: typeof timeSounds }>();
    const stage = await inTimedCall(() => arrival.promise);
    stage.world.hear(...REPLY.made);
    await stage.world.clock.pass(700);
    stage.world.hear(...REPLY.begun);
    arrival.resolve({ timeSounds });
    await stage.world.clock.pass(2_000);
    stage.world.hear(...REPLY.over, { type: "playback-stopped", replyId: "resp_1" });
    assert.deepEqual(times(stage), [[700, 2_700]]);
  });

  it("PracticeSession says of no sound when it was heard where the download does not come", async () => {
    const stage = await inTimedCall(() => Promise.reject(new Error("gone")));
    await greet(stage);
    await speak(stage);
    assert.deepEqual(
      times(stage).map(([, endedAtMs]) => endedAtMs),
      [null, null],
    );
  });

  it("PracticeSession times a turn from the press of the button to its commitment", async () => {
    const stage = await inTimedCall(undefined, { input: "push-to-talk", opens: "learner" });
    const { world, practice } = stage;
    await world.clock.pass(5_000);
    practice.startTalking();
    await world.clock.pass(3_000);
    practice.stopTalking();
    await world.clock.pass(100);
    world.hear(
      { type: "item-placed", itemId: "i", previousItemId: null, speaker: "learner" },
      { type: "learner-speech-committed", itemId: "i" },
      { type: "words-settled", itemId: "i", speaker: "learner", replyId: null, text: "Hello" },
    );
    assert.deepEqual(times(stage), [[5_000, 8_100]]);
  });

  it("PracticeSession takes what was typed, and what was never played, for no time of speech", async () => {
    const stage = await inTimedCall();
    const { world } = stage;
    world.hear(
      { type: "item-placed", itemId: "typed", previousItemId: null, speaker: "learner" },
      { type: "words-settled", itemId: "typed", speaker: "learner", replyId: null, text: "Hello" },
      ...REPLY.made,
      ...REPLY.over,
    );
    await world.clock.pass(100);
    stage.practice.stop();
    assert.deepEqual(times(stage), [
      [0, 0],
      [0, 0],
    ]);
  });

  it("PracticeSession begins anew with each attempt", async () => {
    const stage = await inTimedCall();
    await greet(stage);
    await speak(stage);
    stage.practice.stop();
    await stage.world.clock.pass(10_000);
    stage.practice.retry();
    await settle();
    stage.practice.consent();
    await settle();
    assert.equal(stage.phase, "in-call");
    await greet(stage);
    assert.deepEqual(times(stage), [[700, 2_700]]);
  });
});
