import type { ReportResponse } from "#contract/report.ts";
import type {
  EndReason,
  EndResponse,
  HeartbeatResponse,
  ConnectionQuality,
  SessionRequest,
  SessionResponse,
  TurnsResponse,
} from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { Handshake } from "./call-opener.ts";

/** What names a granted session to the server. */
export interface SessionCredential {
  /** Base URL of the functions, without a trailing slash. */
  readonly api: string;
  readonly sessionId: string;
  readonly sessionToken: string;
}

/** Why a page lets go of a session. */
export interface PageEnding {
  readonly reason: EndReason;
  /** Names the request for the call that it had: a later one is not meant. */
  readonly attemptKey: string;
}

/** The answer to a request for a call, which is a handshake. */
export type Answered<Response> = Response & Pick<Handshake, "watched">;

/**
 * Our server. Every method rejects with a `CoachError`: `server_unreachable` where nothing or nonsense came
 * back, else what the server's refusal means; `aborted` where the signal did.
 */
export interface CoachApi {
  /** Not bound to a signal: an answer that nobody waits for must still be ended. Safe to repeat as it stands. */
  openSession(request: SessionRequest): Promise<Answered<SessionResponse>>;
  sendTurns(
    credential: SessionCredential,
    turns: readonly ReportedTurn[],
    signal: AbortSignal,
  ): Promise<TurnsResponse>;
  /** `quality`: how the connection was since the last beat. */
  beat(
    credential: SessionCredential,
    signal: AbortSignal,
    quality?: ConnectionQuality | null,
  ): Promise<HeartbeatResponse>;
  endSession(
    credential: SessionCredential,
    reason: EndReason,
    signal: AbortSignal,
  ): Promise<EndResponse>;
  fetchReport(credential: SessionCredential, signal: AbortSignal): Promise<ReportResponse>;
  /** Hands the page's last words to the browser, which sends them after the page is gone. */
  flush(credential: SessionCredential, ending: PageEnding, turns: readonly ReportedTurn[]): void;
}
