import assert from "node:assert/strict";
import { test } from "node:test";
import { VoiceActivity, type VoiceChange } from "../../../demo/stand-in/hearing/voice-activity.ts";

const OPTIONS = { threshold: 0.5, silenceMs: 500, prefixMs: 300 };
const FRAME_SAMPLES = 960;

/** Pushes stretches of `[milliseconds, amplitude]` and returns what changed. */
function listen(
  stretches: readonly (readonly [number, number])[],
  detector = new VoiceActivity(OPTIONS),
): NonNullable<VoiceChange>[] {
  return stretches.flatMap(([durationMs, amplitude]) =>
    Array.from({ length: durationMs / 20 }, () =>
      detector.push(new Int16Array(FRAME_SAMPLES).fill(amplitude)),
    ).filter((change) => change !== null),
  );
}

test("VoiceActivity.push() finds start and end when somebody speaks once", () => {
  assert.deepEqual(
    listen([
      [1000, 0],
      [1000, 4000],
      [1000, 0],
    ]),
    [
      { type: "started", startMs: 700 },
      { type: "stopped", startMs: 700, endMs: 2500 },
    ],
  );
});

test("VoiceActivity.push() keeps one turn when a pause is shorter than the silence", () => {
  const changes = listen([
    [1000, 4000],
    [460, 0],
    [1000, 4000],
    [600, 0],
  ]);
  assert.deepEqual(
    changes.map(({ type }) => type),
    ["started", "stopped"],
  );
});

test("VoiceActivity.push() ignores a click when it is shorter than three frames", () => {
  assert.deepEqual(
    listen([
      [100, 0],
      [40, 20_000],
      [1000, 0],
    ]),
    [],
  );
});

test("VoiceActivity.push() needs louder speech when the threshold is higher", () => {
  const faint = [[1000, 300]] as const;
  assert.equal(listen(faint).length, 1);
  assert.equal(listen(faint, new VoiceActivity({ ...OPTIONS, threshold: 0.9 })).length, 0);
});

test("VoiceActivity.push() never starts before the beginning when speech is there at once", () => {
  assert.deepEqual(listen([[200, 4000]]), [{ type: "started", startMs: 0 }]);
});

test("VoiceActivity counts on when it follows another detector", () => {
  const [start] = listen([[200, 4000]], new VoiceActivity(OPTIONS, 10_000));
  assert.deepEqual(start, { type: "started", startMs: 9700 });
});
