import type { Brief } from "#contract/brief.ts";
import type { TagTexts } from "../../locales/en/tag.ts";
import type { PracticeTexts } from "../../locales/texts.ts";
import type { LoadBrief } from "../../ports/brief-source.ts";
import type { MakaPractice } from "../tag/maka-practice.ts";
import type { MakaVoiceCoach } from "../tag/maka-voice-coach.ts";

/** What the tag says about the practice that it wants on screen. */
export interface PracticeSetup {
  /** Its attributes are read once, when the practice is made; it is told to update with every new state. */
  readonly host: MakaVoiceCoach;
  /** Carries the states that a page styles by. */
  readonly internals: ElementInternals;
  readonly brief: Brief;
  readonly texts: PracticeTexts & { readonly tag: TagTexts };
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}

/** What the call download brings. */
export interface CallDownload {
  /** Makes the element that owns a practice and draws it, from consent to report. */
  openPractice(setup: PracticeSetup): MakaPractice;
}

/** What the tag takes from the outside; set once, where both sides meet. */
export interface CoachServices {
  readonly loadBrief: LoadBrief;
  /** Fetches the call download and checks how the tag was written; called again after a failure. */
  loadCall(host: MakaVoiceCoach): Promise<CallDownload>;
  /** The id of the session of this practice that a page left running; null where there is none. */
  readonly readOpenSession: (embedKey: string, scenario: string) => string | null;
}
