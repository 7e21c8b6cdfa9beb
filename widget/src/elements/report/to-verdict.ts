import type { Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";

/** Whether a report has a total and reached its pass mark. */
export function hasPassed({ total, passMark }: Report): boolean {
  return total !== null && passMark !== null && total >= passMark;
}

/** The headline: what the report says of the talk, or, where it says nothing, whether the mark was reached. */
export function toVerdict(report: Report, texts: ReportTexts): string {
  if (report.verdict) return report.verdict;
  if (report.total === null || report.passMark === null) return texts.title;
  return hasPassed(report) ? texts.markReached : texts.notYet;
}
