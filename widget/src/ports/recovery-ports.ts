import type { ReportResponse } from "#contract/report.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ToolRequest, ToolResponse } from "#contract/progress.ts";
import type { CallRequest, CallResponse } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { ConnectionSample } from "../domain/state/connection-quality.ts";
import type { MicrophoneDevice } from "../domain/state/session-state.ts";
import type { Answered, SessionCredential } from "./coach-api.ts";
import type { OutboxRecord } from "./outbox.ts";

/** Whose attempts at what are asked for. */
export interface AttemptsQuery {
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  readonly learnerToken: string | null;
  readonly deviceId: string | null;
}

/** The rest of our server. Every method rejects with a `CoachError`, as those of `CoachApi` do. */
export interface RecoveryApi {
  openCall(
    credential: SessionCredential,
    request: Omit<CallRequest, "sessionToken">,
    signal: AbortSignal,
  ): Promise<Answered<CallResponse>>;
  useTool(
    credential: SessionCredential,
    request: Omit<ToolRequest, "sessionToken">,
    signal: AbortSignal,
  ): Promise<ToolResponse>;
  rate(
    credential: SessionCredential,
    rating: { readonly stars: number; readonly comment?: string },
    signal: AbortSignal,
  ): Promise<void>;
  fetchAttempts(query: AttemptsQuery, signal: AbortSignal): Promise<readonly AttemptSummary[]>;
  /** The report of one of those attempts, or how far it is. */
  fetchAttemptReport(
    query: AttemptsQuery,
    sessionId: string,
    signal: AbortSignal,
  ): Promise<ReportResponse>;
}

/** What a page that is loaded again must know of a session. */
export interface SessionRecord {
  readonly credential: SessionCredential;
  readonly heartbeatSeconds: number;
  readonly rehearsal: boolean;
}

/** Where the one open session of a practice is kept, named by embed key and scenario. */
export interface SessionKeeper {
  keep(practice: OwnPractice, record: SessionRecord): Promise<void>;
  /** Null too where another learner of this browser left the session. */
  recall(practice: OwnPractice): Promise<SessionRecord | null>;
  forget(practice: PracticeName): Promise<void>;
  /** Turns of a session that the server has not acknowledged. */
  unsent(sessionId: string): Promise<readonly ReportedTurn[]>;
  /** What sessions that are over left behind in the last 24 hours; older records are deleted. */
  unsentOfEnded(): Promise<readonly OutboxRecord[]>;
}

/** What tells one practice of a site from another. */
export interface PracticeName {
  readonly embedKey: string;
  readonly scenario: string;
}

/** A practice, and whose it is. */
export interface OwnPractice extends PracticeName {
  /** As the page gave it; null for an anonymous learner, who is one with the browser. */
  readonly learnerToken: string | null;
}

/** The tabs of one browser, of which one at a time holds a session. Where a browser has no locks, none does. */
export interface SessionLock {
  isHeld(sessionId: string): Promise<boolean>;
  /**
   * Holds a session until `signal` aborts. Another tab that holds it is asked to let go, and robbed after
   * `patienceMs`; fulfils when it is held here.
   */
  take(sessionId: string, patienceMs: number, signal: AbortSignal): Promise<void>;
  /** Calls back when another tab asks for the session. */
  listen(sessionId: string, signal: AbortSignal, onAsked: () => void): void;
  /** Calls back once when nobody holds it any more. */
  whenFree(sessionId: string, signal: AbortSignal, listener: () => void): void;
}

/** What the persona is heard through. */
export interface SoundOutput {
  readonly choosable: boolean;
  list(): Promise<readonly MicrophoneDevice[]>;
  /** Calls back when something is plugged in or out. */
  watch(signal: AbortSignal, listener: () => void): void;
  /** False where the device is gone or refused. */
  choose(audio: HTMLAudioElement, deviceId: string): Promise<boolean>;
  /** Null where none was chosen in this browser. */
  recallVolume(): number | null;
  rememberVolume(volume: number): void;
}

/** Reads the statistics of one connection; each read tells what changed since the one before. */
export interface ConnectionStats {
  /** Null where there is nothing to read yet. */
  read(peer: RTCPeerConnection): Promise<{
    readonly sample: ConnectionSample | null;
    /** Something arrived from the other side since the last read. */
    readonly alive: boolean;
  } | null>;
}

/** What the extension needs of the outside world, beside the ports of the practice. */
export interface RecoveryPorts {
  readonly api: RecoveryApi;
  readonly keeper: SessionKeeper;
  readonly lock: SessionLock;
  readonly output: SoundOutput;
  createConnectionStats(): ConnectionStats;
  /** Keeps the screen on until `signal` aborts, where the browser lets it. */
  keepAwake(signal: AbortSignal): void;
  /** Plays on until `signal` aborts, whatever the system takes the sound away for. */
  keepPlaying(audio: HTMLAudioElement, signal: AbortSignal): void;
  /** Tells when the network goes and comes, or becomes another one. */
  watchNetwork(signal: AbortSignal, listener: (moment: "left" | "returned") => void): void;
  /** Tells when a stream's sound, which the device had taken away, is given back. */
  watchTrack(stream: MediaStream, signal: AbortSignal, listener: () => void): void;
}
