import type { Resumption } from "../state/extension-event.ts";
import type { ConnectionJudgement } from "../state/connection-quality.ts";

/** What the reducer of the extension remembers beside the visible state. */
export interface ExtensionModel {
  /** Since when the connection is broken, and how often a call was tried since. */
  readonly broken: { readonly sinceMs: number; readonly tries: number } | null;
  readonly connection: ConnectionJudgement;
  readonly connectionComplainedAtMs: number | null;
  /** When time was last seen to pass: a long gap means that the device slept. */
  readonly seenAtMs: number | null;
  /** Since when the persona has said that the call is over. */
  readonly farewellSinceMs: number | null;
  /** Until when the learner is not heard because of the persona's first sound; null before it. */
  readonly suppressedUntilMs: number | null;
  /** This attempt goes on with a session, or wants to; what the server said of it once it has. */
  readonly resumed: { readonly granted: Resumption | null } | null;
}

/** A call without incident. */
export const NO_INCIDENT: ExtensionModel = {
  broken: null,
  connection: { grade: null, coming: null },
  connectionComplainedAtMs: null,
  seenAtMs: null,
  farewellSinceMs: null,
  suppressedUntilMs: null,
  resumed: null,
};
