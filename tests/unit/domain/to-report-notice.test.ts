import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CriterionResult, Report } from "#contract/report.ts";
import { toReportNotice } from "../../../widget/src/domain/to-report-notice.ts";

const CRITERION: CriterionResult = {
  id: "need",
  title: "Need",
  weight: 1,
  level: 4,
  reason: "You asked.",
  quotes: [{ itemId: "item_1", text: "What do you need?" }],
  betterWording: null,
};
const REPORT: Report = {
  sessionId: "session-1",
  scenario: { id: "shop", version: "1", title: "Shop", language: "en" },
  total: 60,
  passMark: 60,
  summary: "Well begun.",
  criteria: [CRITERION, { ...CRITERION, id: "price", level: null }],
  strengths: [],
  improvements: [],
  evidence: "observed",
  rehearsal: true,
  transcript: [],
  createdAt: "2026-11-20T10:00:00Z",
};

describe("toReportNotice()", () => {
  it("tells figures and levels, and no word of what was said", () => {
    assert.deepEqual(toReportNotice(REPORT), {
      type: "report-ready",
      sessionId: "session-1",
      total: 60,
      passMark: 60,
      passed: true,
      criteria: [
        { id: "need", level: 4 },
        { id: "price", level: null },
      ],
    });
  });

  it("says of nobody that they passed or failed where there is no total or no mark", () => {
    const passedWith = (change: Partial<Report>): boolean | null =>
      toReportNotice({ ...REPORT, ...change }).passed;
    assert.equal(passedWith({ total: 59 }), false);
    assert.equal(passedWith({ total: null }), null);
    assert.equal(passedWith({ passMark: null }), null);
    assert.equal(passedWith({ total: 0, passMark: 0 }), true);
  });
});
