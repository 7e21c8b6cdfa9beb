import type { PracticeResult } from "../domain/state/practice-result.ts";

/** `closed`: a preview or a review, in which nothing may be written. `none`: nobody here records results. */
export type LmsStanding = "open" | "closed" | "none";

/** What a learning platform said when the practice began. */
export interface LmsLaunch {
  readonly standing: LmsStanding;
  /** Sessions that were noted with `record()` and whose results it may lack. */
  readonly sessionIds: readonly string[];
  /** Tells this learner apart from others who open the same page in the same browser. */
  readonly place: string;
  /** Where the learner goes back to; null where the platform did not say. */
  readonly returnUrl: string | null;
}

/** `kept`: it holds a result that is at least as good. `refused`: it is not known to have this one. */
export type LmsReceipt = "taken" | "kept" | "refused";

/**
 * A learning platform that a practice reports to. Nothing throws: whatever the platform does, the practice goes on. What
 * it holds is never made worse.
 */
export interface LmsReporter {
  /** Opens the attempt, unless somebody has; again while `standing` is `none`. */
  begin(): Promise<LmsLaunch>;
  /** Notes the sessions whose results are still to come, for the next launch. */
  record(sessionIds: readonly string[]): void;
  /** Hands a result over. `isRepeated`: an earlier try said yes or no and was perhaps lost. */
  report(result: PracticeResult, isRepeated: boolean): Promise<LmsReceipt>;
  /** The page goes: hands over at once what is not known to have arrived, and closes the attempt. */
  end(unsettled: PracticeResult | null, isRepeated: boolean): void;
}
