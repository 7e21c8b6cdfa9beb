import type { CallTexts } from "./en/call.ts";
import type { DuringCallTexts } from "./en/during-call.ts";
import type { ReportTexts } from "./en/report.ts";
import type { TagTexts } from "./en/tag.ts";

/** A language: the words of the tag, and where those of the call, of what helps during it and of the report are. */
export interface Language {
  readonly tag: TagTexts;
  readonly call: () => Promise<{ readonly words: CallTexts }>;
  readonly duringCall: () => Promise<{ readonly words: DuringCallTexts }>;
  readonly report: () => Promise<{ readonly words: ReportTexts }>;
}

/** What is read during a call: words of its own beside the call's. */
export type DuringCallWords = CallTexts & DuringCallTexts;

/** What is read after the answer of a call. */
export interface LaterTexts {
  readonly duringCall: DuringCallWords;
  readonly report: ReportTexts;
}

/** The words of a practice up to the answer, and how those of later are fetched. */
export interface PracticeTexts {
  readonly call: CallTexts;
  /** @throws {Error} when a file cannot be fetched. */
  readonly loadLater: () => Promise<LaterTexts>;
}

/** The words of one language, as far as they are loaded. */
export interface Texts {
  readonly tag: TagTexts;
  /** Null until a practice is started. */
  readonly practice: PracticeTexts | null;
}
