import type { ReportedTurn } from "#contract/turn.ts";
import type { SessionCredential } from "./coach-api.ts";

/** One turn that the server has not acknowledged yet. */
export interface OutboxRecord {
  readonly credential: SessionCredential;
  readonly turn: ReportedTurn;
}

/** Turns on their way to the server, kept so that neither a crash nor a lost network loses one. */
export interface Outbox {
  /** Writes ahead of sending. False: it is kept in memory only, so a crash would lose it. */
  add(record: OutboxRecord): Promise<boolean>;
  /** The unacknowledged turns of one session, by sequence. */
  pending(sessionId: string): Promise<readonly OutboxRecord[]>;
  remove(sessionId: string, sequences: readonly number[]): Promise<void>;
  /** What earlier visits left behind in the last 24 hours; older records are deleted. */
  leftovers(): Promise<readonly OutboxRecord[]>;
}
