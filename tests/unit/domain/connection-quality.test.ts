import { expect } from "@open-wc/testing";
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
      expect(scoreConnection(sample(roundTripMs, loss))).to.be.closeTo(score, 0.02);
    });
  }

  it("scoreConnection() stays between 1 and 4.5 whatever was measured", () => {
    for (const each of [sample(0, 0), sample(60_000, 100, 60_000), sample(0, 100)]) {
      expect(scoreConnection(each)).to.be.within(1, 4.5);
    }
  });

  it("judgeConnection() takes the first sample at its word", () => {
    expect(judgeConnection(UNJUDGED, sample(20, 0)).grade).to.equal("good");
    expect(judgeConnection(UNJUDGED, sample(350, 5)).grade).to.equal("poor");
  });

  it("judgeConnection() changes the grade when two samples in a row agree", () => {
    const good = judgeConnection(UNJUDGED, sample(20, 0));
    const once = judgeConnection(good, sample(500, 10));
    expect(once.grade).to.equal("good");
    expect(judgeConnection(once, sample(20, 0))).to.deep.equal({ grade: "good", coming: null });
    expect(judgeConnection(once, sample(500, 10)).grade).to.equal("poor");
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
    expect(new Set(grades).size).to.equal(1);
  });

  it("summarizeConnection() gives the mean, within what the server takes", () => {
    expect(summarizeConnection([])).to.equal(null);
    const summary = summarizeConnection([sample(100, 1, 5), sample(300, 3, 15)]);
    expect(summary).to.include({ roundTripMs: 200, jitterMs: 10, lossPercent: 2 });
    expect(summary?.mos).to.equal(scoreConnection(sample(200, 2, 10)));
    expect(summarizeConnection([sample(900_000, 0)])?.roundTripMs).to.equal(60_000);
  });
});
