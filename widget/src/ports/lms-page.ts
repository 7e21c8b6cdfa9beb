import type { PracticeResult } from "../domain/state/practice-result.ts";

/** What the learner is told of a result and the course, in words. */
export type LmsMessage = "recorded" | "kept" | "waiting" | "closed" | "alone";

/** `none`: there will be no score. `unknown`: not in this browser's name. `later`: nobody knows yet. */
export type MissingResult = "none" | "unknown" | "later";

/** Names a practice to our server, as the tag's attributes do. */
export interface PracticeQuery {
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  /** Empty where the page names nobody. */
  readonly readToken: () => Promise<string>;
}

/** The page around a practice, as far as its report to a course is concerned. Nothing throws. */
export interface LmsPage {
  /** Whether the place that the page came from answers: a platform may say yes to what never arrives. */
  isReachable(): Promise<boolean>;
  /** Keeps a session in this browser while it is open, since the platform itself may be away. */
  keep(place: string, sessionId: string, isOpen: boolean): void;
  recall(place: string): readonly string[];
  /** Tells other windows of the same page and learner; they report it too, lest a worse result of theirs come last. */
  share(place: string, result: PracticeResult): void;
  onShared(place: string, listener: (result: PracticeResult) => void): void;
  /** Asks our server. */
  fetchResult(query: PracticeQuery, sessionId: string): Promise<PracticeResult | MissingResult>;
  wait(delayMs: number): Promise<void>;
  readonly say: (message: LmsMessage, returnUrl: string | null) => void;
}
