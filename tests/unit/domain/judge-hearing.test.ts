import { expect } from "@open-wc/testing";
import { judgeHearing, UNHEARD } from "../../../widget/src/domain/state/judge-hearing.ts";
import type { HearingVerdict } from "../../../widget/src/domain/state/judge-hearing.ts";

/** The verdict after stretches of even loudness, heard every 50 ms. */
function listen(...stretches: readonly (readonly [level: number, ms: number])[]): HearingVerdict {
  let hearing = UNHEARD;
  for (const [level, ms] of stretches) {
    for (let heard = 0; heard < ms; heard += 50) hearing = judgeHearing(hearing, level, 50);
  }
  return hearing.verdict;
}

describe("judgeHearing()", () => {
  it("judgeHearing() waits when little was heard", () => {
    expect(listen([0.02, 1_000])).to.equal("waiting");
  });

  it("judgeHearing() finds it good when speech was loud for a word, and stays so in a pause", () => {
    expect(listen([0.02, 500], [0.4, 350])).to.equal("good");
    expect(listen([0.4, 350], [0.02, 5_000])).to.equal("good");
  });

  it("judgeHearing() finds it quiet when there was speech, but faint", () => {
    expect(listen([0.02, 3_000], [0.08, 600], [0.02, 500])).to.equal("quiet");
  });

  it("judgeHearing() finds nothing when only the room was heard", () => {
    expect(listen([0.02, 4_000])).to.equal("nothing");
  });

  it("judgeHearing() finds it silent when zeros arrive for two seconds, whatever came before", () => {
    expect(listen([0, 1_950])).to.equal("waiting");
    expect(listen([0, 2_000])).to.equal("silent");
    expect(listen([0.4, 500], [0, 2_000])).to.equal("silent");
    expect(listen([0, 2_000], [0.4, 350])).to.equal("good");
  });

  it("judgeHearing() makes little of a frame that comes late", () => {
    expect(judgeHearing(UNHEARD, 0, 60_000).verdict).to.equal("waiting");
  });
});
