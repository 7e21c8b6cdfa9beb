import type { ReportedTurn } from "#contract/turn.ts";
import type { SessionCredential } from "./coach-api.ts";

/** One turn that the server has not acknowledged yet. */
export interface OutboxRecord {
  readonly credential: SessionCredential;
  readonly turn: ReportedTurn;
}

/** Turns on their way to the server, kept so that neither a crash nor a lost network loses one. */
export interface Outbox {
  /** Writes a record ahead of its sending. False: the storage refused, so a crash would lose it. */
  add(record: OutboxRecord): Promise<boolean>;
  remove(sessionId: string, sequences: readonly number[]): Promise<void>;
  /** Nobody sends for this session any more: what remains of it counts as left behind. */
  release(sessionId: string): void;
}
