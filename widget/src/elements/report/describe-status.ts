import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import type { ReportTexts } from "../../locales/en/report.ts";

/** The words that a status is told in. */
export interface StatusTexts {
  readonly texts: ReportTexts;
  readonly duringCall: DuringCallWords;
}

/** What stands above a practice that has no report, or none yet. */
export function toStatusHeading(
  state: SessionState | null,
  { texts, duringCall }: StatusTexts,
): string {
  if (state?.phase === "not-scored") return texts.notScored;
  if (state?.phase !== "report-failed") return texts.title;
  return isGivenUp(state) ? duringCall.reportLater : texts.failed;
}

/** How far the report of a practice is; `isLate` once it has been awaited for a while. */
export function describeStatus(
  state: SessionState | null,
  { texts, duringCall }: StatusTexts,
  isLate: boolean,
): string {
  const { phase, notScoredReason } = state ?? {};
  if (phase === "not-scored") return texts.reasons[notScoredReason ?? "transcript_incomplete"];
  if (phase === "report-failed")
    return isGivenUp(state) ? duringCall.reportLaterHelp : texts.failedHelp;
  if (isLate) return phase === "ending" ? duringCall.endingLong : texts.pendingLong;
  return texts.pending;
}

/** The learner stopped waiting: nothing has failed. */
function isGivenUp(state: SessionState | null): boolean {
  return state?.failure?.code === "aborted";
}
