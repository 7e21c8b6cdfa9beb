import type { Report } from "#contract/report.ts";
import type { PracticeNotice } from "../domain/state/practice.ts";

/** What a practice in a window of its own is told. */
export interface PopOutRequest {
  /** The operator's own page for a practice, from the brief. */
  readonly practiceUrl: string;
  /** Attributes for the tag of that page, by their names; empty ones are left out. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a practice in another window reports back. */
export type PopOutMessage =
  | Extract<PracticeNotice, { type: "session-started" | "session-ended" }>
  | { readonly type: "report-ready"; readonly report: Report }
  /** It ended without one, or somebody closed the window; it may still come where that window goes on. */
  | { readonly type: "report-missing" };

/**
 * Opens the operator's page and listens to it until the signal aborts; must run inside a click. False: the
 * browser opened no window.
 */
export type OpenPopOut = (
  request: PopOutRequest,
  listener: (message: PopOutMessage) => void,
  signal: AbortSignal,
) => boolean;
