import assert from "node:assert/strict";
import { describe, it } from "node:test";
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
    assert.equal(listen([0.02, 1_000]), "waiting");
  });

  it("judgeHearing() finds it good when speech was loud for a word, and stays so in a pause", () => {
    assert.equal(listen([0.02, 500], [0.4, 350]), "good");
    assert.equal(listen([0.4, 350], [0.02, 5_000]), "good");
  });

  it("judgeHearing() finds it quiet when there was speech, but faint", () => {
    assert.equal(listen([0.02, 3_000], [0.08, 600], [0.02, 500]), "quiet");
  });

  it("judgeHearing() finds nothing when only the room was heard", () => {
    assert.equal(listen([0.02, 4_000]), "nothing");
  });

  it("judgeHearing() finds it silent when zeros arrive for two seconds, whatever came before", () => {
    assert.equal(listen([0, 1_950]), "waiting");
    assert.equal(listen([0, 2_000]), "silent");
    assert.equal(listen([0.4, 500], [0, 2_000]), "silent");
    assert.equal(listen([0, 2_000], [0.4, 350]), "good");
  });

  it("judgeHearing() makes little of a frame that comes late", () => {
    assert.equal(judgeHearing(UNHEARD, 0, 60_000).verdict, "waiting");
  });
});
