import { hasPassed } from "#contract/has-passed.ts";
import type { Report } from "#contract/report.ts";
import type { PracticeNotice } from "./state/practice.ts";

/** What a page is told of a report: the figures that a course keeps, and no word of what was said. */
export function toReportNotice(report: Report): Extract<PracticeNotice, { type: "report-ready" }> {
  const { sessionId, total, passMark } = report;
  return {
    type: "report-ready",
    sessionId,
    total,
    passMark,
    passed: hasPassed(total, passMark),
    criteria: report.criteria.map(({ id, level }) => ({ id, level })),
  };
}
