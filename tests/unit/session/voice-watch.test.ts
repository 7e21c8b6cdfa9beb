import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { VoiceWatch } from "../../../widget/src/session/recovery/voice-watch.ts";
import { FakeClock } from "./fake-clock.ts";

/** The microphone is asked every 40 ms, and a moment before the voice begins. */
const NEAR_MS = 80;

const drawnVoice = fc.record({
  noise: fc.double({ min: 0, max: 0.009, noNaN: true }),
  loudness: fc.double({ min: 0.15, max: 1, noNaN: true }),
  silenceMs: fc.integer({ min: 400, max: 3_000 }),
  /** Stretches of one utterance, and pauses between its sounds that end no word. */
  sounds: fc.array(
    fc.record({
      forMs: fc.integer({ min: 80, max: 700 }),
      gapMs: fc.integer({ min: 0, max: 100 }),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  foundAfterMs: fc.integer({ min: 40, max: 200 }),
  waitMs: fc.integer({ min: 200, max: 2_000 }),
});

describe("VoiceWatch", () => {
  it("note() finds when a voice began and ended, whatever utterance is drawn and however late the word of it comes", async () => {
    await fc.assert(
      fc.asyncProperty(drawnVoice, async (drawn) => {
        const { noise, loudness, silenceMs, sounds, foundAfterMs, waitMs } = drawn;
        const clock = new FakeClock();
        const call = new AbortController();
        let level = noise;
        const watch = new VoiceWatch(clock, call.signal, () => level);
        await clock.pass(silenceMs);
        const beganAtMs = clock.now();
        const found = { began: Number.NaN, ended: Number.NaN };
        let endedAtMs = beganAtMs;
        const pass = async (forMs: number): Promise<void> => {
          const dueMs = beganAtMs + foundAfterMs - clock.now();
          const isDue = Number.isNaN(found.began) && dueMs <= forMs;
          await clock.pass(isDue ? dueMs : forMs);
          if (!isDue) return;
          const { agoMs = Number.NaN } = watch.note("learner-speech-started");
          found.began = clock.now() - agoMs;
          await clock.pass(forMs - dueMs);
        };
        for (const { forMs, gapMs } of sounds) {
          level = loudness;
          await pass(forMs);
          endedAtMs = clock.now();
          level = noise;
          await pass(gapMs);
        }
        await clock.pass(waitMs);
        const { agoMs = Number.NaN } = watch.note("learner-speech-stopped");
        found.ended = clock.now() - agoMs;
        call.abort();
        assert.ok(Math.abs(found.began - beganAtMs) <= NEAR_MS, `begins: ${found.began}`);
        assert.ok(Math.abs(found.ended - endedAtMs) <= NEAR_MS, `ends: ${found.ended}`);
      }),
      { numRuns: 40 },
    );
  });

  it("note() says nothing of a voice that the microphone itself never heard", async () => {
    const clock = new FakeClock();
    const call = new AbortController();
    const watch = new VoiceWatch(clock, call.signal, () => 0.004);
    await clock.pass(3_000);
    const noted = ["learner-speech-started", "learner-speech-stopped"].map((type) =>
      watch.note(type),
    );
    call.abort();
    assert.deepEqual(noted, [{}, {}]);
  });

  it("note() says nothing of other events, and nothing of a voice that it never heard begin", async () => {
    const clock = new FakeClock();
    const call = new AbortController();
    const watch = new VoiceWatch(clock, call.signal, () => 0.5);
    await clock.pass(2_000);
    for (const type of [
      "learner-speech-started",
      "learner-speech-stopped",
      "learner-speech-committed",
      "playback-started",
    ]) {
      assert.deepEqual(watch.note(type), {});
    }
    call.abort();
    assert.equal(clock.pending, 0);
  });
});
