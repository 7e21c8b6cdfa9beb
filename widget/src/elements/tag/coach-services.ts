import type { LoadBrief } from "../../ports/brief-source.ts";
import type { PracticeHost, PracticeSetup } from "../kit/practice-setup.ts";
import type { MakaPractice } from "./maka-practice.ts";

/** What the call download brings. */
export interface CallDownload {
  /** Makes the element that owns a practice and draws it, from consent to report. */
  openPractice(setup: PracticeSetup): MakaPractice;
  /**
   * Lets the page say anew who practises.
   * @throws {CoachError} session_rejected when it fails to answer, or takes too long.
   */
  renewToken(host: PracticeHost): Promise<void>;
}

/** What the tag takes from the outside; set once, where both sides meet. */
export interface CoachServices {
  readonly loadBrief: LoadBrief;
  /** Fetches the call download and checks how the tag was written; called again after a failure. */
  loadCall(host: PracticeHost): Promise<CallDownload>;
  /** The id of the session of this practice that a page left running; null where there is none. */
  readonly readSessionMarker: (embedKey: string, scenario: string) => string | null;
}
