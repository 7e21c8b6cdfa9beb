import { hasPassed } from "#contract/has-passed.ts";
import type { Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";

/** The headline: what the report says of the talk, or, where it says nothing, whether the mark was reached. */
export function toVerdict(report: Report, texts: ReportTexts): string {
  if (report.verdict) return report.verdict;
  const passed = hasPassed(report.total, report.passMark);
  if (passed === null) return texts.title;
  return passed ? texts.markReached : texts.notYet;
}
