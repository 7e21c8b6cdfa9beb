import type { Brief } from "#contract/brief.ts";
import type { CoachErrorCode } from "../domain/state/coach-error.ts";

/** Which brief is wanted, from which backend, for which site. */
export interface BriefRequest {
  /** Base URL of the functions. */
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  /** Who practises, as the page vouches for it; empty for an anonymous learner. */
  readonly learnerToken: string;
}

/** Why there is no brief. */
export interface BriefRefusal {
  readonly code: CoachErrorCode;
  /** The server's reference for support, where there is one. */
  readonly requestId: string | null;
  /** The server's own sentence, meant for the integrator. */
  readonly detail: string;
}

/** Fetches what the tag shows before a call. Never rejects; an aborted request answers as a failed one. */
export type LoadBrief = (
  request: BriefRequest,
  /** In which language the learner is told what the site asks for. */
  locale: string,
  signal: AbortSignal,
) => Promise<Brief | BriefRefusal>;
