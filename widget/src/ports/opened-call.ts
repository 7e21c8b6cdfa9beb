import type { LearnerTool } from "#contract/progress.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { Handshake } from "./call-opener.ts";
import type { SessionCredential } from "./coach-api.ts";

/** A call that the server opened, and the session that it belongs to. */
export interface OpenedCall {
  readonly credential: SessionCredential;
  readonly handshake: Handshake;
  readonly heartbeatSeconds: number;
  readonly limitSeconds: number;
  readonly rehearsal: boolean;
  readonly tools: readonly LearnerTool[];
}

/** A session that an attempt goes on with instead of asking for a new one. */
export interface KeptSession {
  readonly credential: SessionCredential;
  /** What the server had not acknowledged when the session was left. */
  readonly unsent: readonly ReportedTurn[];
  /**
   * Opens another call of it.
   * @throws {CoachError} session_rejected where it is over
   */
  openCall(offer: string, attemptKey: string): Promise<OpenedCall>;
}
