import type { Brief } from "#contract/brief.ts";
import type { Failure } from "../domain/session-state.ts";

/** Which brief is wanted, from which backend, for which site. */
export interface BriefRequest {
  /** Base URL of the functions, without a trailing slash. */
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  readonly signal: AbortSignal;
}

/** A brief, or why there is none. `detail` is the server's own sentence, meant for the integrator. */
export type BriefAnswer =
  | { readonly ok: true; readonly brief: Brief }
  | { readonly ok: false; readonly failure: Failure; readonly detail: string };

/** Fetches what the tag shows before a call. Never rejects, except that an aborted request does. */
export type LoadBrief = (request: BriefRequest) => Promise<BriefAnswer>;
