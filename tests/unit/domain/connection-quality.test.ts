import { expect } from "@open-wc/testing";
import { NO_INCIDENT } from "../../../widget/src/domain/reduce/extension-model.ts";
import {
  judgeLine,
  type LineSample,
  scoreLine,
  summarizeLine,
} from "../../../widget/src/domain/state/connection-quality.ts";

const UNJUDGED = NO_INCIDENT.line;

const line = (roundTripMs: number, lossPercent: number, jitterMs = 0): LineSample => ({
  roundTripMs,
  jitterMs,
  lossPercent,
});

describe("judgeLine", () => {
  for (const [roundTripMs, loss, score] of [
    [40, 0.2, 4.37],
    [250, 1.5, 3.84],
    [40, 5, 4.0],
    [350, 5, 2.93],
    [500, 10, 1.58],
  ] as const) {
    it(`scoreLine() gives ${score} for ${roundTripMs} ms and ${loss} % lost`, () => {
      expect(scoreLine(line(roundTripMs, loss))).to.be.closeTo(score, 0.02);
    });
  }

  it("scoreLine() stays between 1 and 4.5 whatever was measured", () => {
    for (const sample of [line(0, 0), line(60_000, 100, 60_000), line(0, 100)]) {
      expect(scoreLine(sample)).to.be.within(1, 4.5);
    }
  });

  it("judgeLine() takes the first sample at its word", () => {
    expect(judgeLine(UNJUDGED, line(20, 0)).grade).to.equal("good");
    expect(judgeLine(UNJUDGED, line(350, 5)).grade).to.equal("poor");
  });

  it("judgeLine() changes the grade when two samples in a row agree", () => {
    const good = judgeLine(UNJUDGED, line(20, 0));
    const once = judgeLine(good, line(500, 10));
    expect(once.grade).to.equal("good");
    expect(judgeLine(once, line(20, 0))).to.deep.equal({ grade: "good", coming: null });
    expect(judgeLine(once, line(500, 10)).grade).to.equal("poor");
  });

  it("judgeLine() does not flicker where the score stays near a bound", () => {
    const near = [line(250, 1.5), line(258, 1.7), line(250, 1.5), line(262, 1.8), line(240, 1.4)];
    let judged = judgeLine(UNJUDGED, line(20, 0));
    const grades = [...near, ...near].map((sample) => {
      judged = judgeLine(judged, sample);
      return judged.grade;
    });
    expect(new Set(grades).size).to.equal(1);
  });

  it("summarizeLine() gives the mean, within what the server takes", () => {
    expect(summarizeLine([])).to.equal(null);
    const summary = summarizeLine([line(100, 1, 5), line(300, 3, 15)]);
    expect(summary).to.include({ roundTripMs: 200, jitterMs: 10, lossPercent: 2 });
    expect(summary?.mos).to.equal(scoreLine(line(200, 2, 10)));
    expect(summarizeLine([line(900_000, 0)])?.roundTripMs).to.equal(60_000);
  });
});
