import assert from "node:assert/strict";
import { before, describe, it, mock } from "node:test";
import { CHANNELS, playCourse } from "../../kit/lms/play-course.ts";

describe("a course under faults; npm run prove -- lms plays a thousand", () => {
  before(() => {
    mock.method(console, "warn", () => undefined);
  });

  for (const channel of CHANNELS)
    it(`ends with the best result, once, never lowered or erased: ${channel}`, async () => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const outcome = await playCourse(channel, seed);
        const { best, grade, isDoubled, isLowered, isErased } = outcome;
        assert.deepEqual(
          { grade, isDoubled, isLowered, isErased },
          { grade: best, isDoubled: false, isLowered: false, isErased: false },
          `seed ${seed}`,
        );
      }
    });
});
