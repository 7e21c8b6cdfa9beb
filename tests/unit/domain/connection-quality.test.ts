import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NO_INCIDENT } from "../../../widget/src/domain/reduce/extension-model.ts";
import {
  judgeConnection,
  type ConnectionSample,
  scoreConnection,
  summarizeConnection,
} from "../../../widget/src/domain/state/connection-quality.ts";

const UNJUDGED = NO_INCIDENT.connection;

const sample = (roundTripMs: number, lossPercent: number, jitterMs = 0): ConnectionSample => ({
  roundTripMs,
  jitterMs,
  lossPercent,
});

describe("judgeConnection", () => {
  for (const [roundTripMs, loss, score] of [
    [40, 0.2, 4.37],
    [250, 1.5, 3.84],
    [40, 5, 4.0],
    [350, 5, 2.93],
    [500, 10, 1.58],
  ] as const) {
    it(`scoreConnection() gives ${score} for ${roundTripMs} ms and ${loss} % lost`, () => {
      assert.ok(Math.abs(scoreConnection(sample(roundTripMs, loss)) - score) <= 0.02);
    });
  }

  it("scoreConnection() stays between 1 and 4.5 whatever was measured", () => {
    for (const each of [sample(0, 0), sample(60_000, 100, 60_000), sample(0, 100)]) {
      const score = scoreConnection(each);
      assert.ok(score >= 1 && score <= 4.5);
    }
  });

  it("judgeConnection() takes the first sample at its word", () => {
    assert.equal(judgeConnection(UNJUDGED, sample(20, 0)).grade, "good");
    assert.equal(judgeConnection(UNJUDGED, sample(350, 5)).grade, "poor");
  });

  it("judgeConnection() changes the grade when two samples in a row agree", () => {
    const good = judgeConnection(UNJUDGED, sample(20, 0));
    const once = judgeConnection(good, sample(500, 10));
    assert.equal(once.grade, "good");
    assert.deepEqual(judgeConnection(once, sample(20, 0)), { grade: "good", coming: null });
    assert.equal(judgeConnection(once, sample(500, 10)).grade, "poor");
  });

  it("judgeConnection() does not flicker where the score stays near a bound", () => {
    const near = [
      sample(250, 1.5),
      sample(258, 1.7),
      sample(250, 1.5),
      sample(262, 1.8),
      sample(240, 1.4),
    ];
    let judged = judgeConnection(UNJUDGED, sample(20, 0));
    const grades = [...near, ...near].map((sample) => {
      judged = judgeConnection(judged, sample);
      return judged.grade;
    });
    assert.equal(new Set(grades).size, 1);
  });

  it("summarizeConnection() gives the mean, within what the server takes", () => {
    assert.equal(summarizeConnection([]), null);
    const summary = summarizeConnection([sample(100, 1, 5), sample(300, 3, 15)]);
    assert.partialDeepStrictEqual(summary, { roundTripMs: 200, jitterMs: 10, lossPercent: 2 });
    assert.equal(summary?.mos, scoreConnection(sample(200, 2, 10)));
    assert.equal(summarizeConnection([sample(900_000, 0)])?.roundTripMs, 60_000);
  });
});
