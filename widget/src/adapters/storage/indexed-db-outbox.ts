import type { ReportedTurn } from "#contract/turn.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Outbox, OutboxRecord } from "../../ports/outbox.ts";

const DATABASE = "maka-voice-coach";
const DATABASE_VERSION = 2;
/** Holds the turns that wait for the server. */
export const TURN_STORE = "turns";
/** Holds the one open session of each practice. */
export const SESSION_STORE = "sessions";
const RECORD_VERSION = 1;

/** A turn as it lies in storage; `version` lets newer code read what older code left. */
export interface StoredTurn {
  readonly version: number;
  readonly sessionId: string;
  readonly sequence: number;
  readonly api: string;
  readonly sessionToken: string;
  readonly turn: ReportedTurn;
}

/**
 * An outbox in IndexedDB, the only storage that survives a killed browser. Where it is missing, full or
 * forbidden, nothing is kept and `add` says so.
 */
export class IndexedDbOutbox implements Outbox {
  readonly #live = new Set<string>();
  #database: Promise<IDBDatabase | null> | null = null;

  async add(record: OutboxRecord): Promise<boolean> {
    this.#live.add(record.credential.sessionId);
    const stored = toStored(record);
    return (await this.run(TURN_STORE, "readwrite", (store) => store.put(stored))) !== null;
  }

  async remove(sessionId: string, sequences: readonly number[]): Promise<void> {
    for (const sequence of sequences) {
      await this.run(TURN_STORE, "readwrite", (store) => store.delete([sessionId, sequence]));
    }
  }

  release(sessionId: string): void {
    this.#live.delete(sessionId);
  }

  /** True while somebody on this page still sends for a session. */
  isLive(sessionId: string): boolean {
    return this.#live.has(sessionId);
  }

  /** Gives the request's result once its transaction is complete; null where storage failed. */
  async run<T>(
    name: typeof TURN_STORE | typeof SESSION_STORE,
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    const database = await (this.#database ??= openDatabase());
    if (database === null) return null;
    return new Promise((resolve) => {
      try {
        const transaction = database.transaction(name, mode);
        const request = work(transaction.objectStore(name));
        transaction.oncomplete = () => {
          resolve(request.result);
        };
        transaction.onabort = () => {
          resolve(null);
        };
      } catch {
        // The database was closed or deleted under us: memory carries on.
        resolve(null);
      }
    });
  }
}

function openDatabase(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const opening = indexedDB.open(DATABASE, DATABASE_VERSION);
      opening.onupgradeneeded = () => {
        const { result } = opening;
        const names = result.objectStoreNames;
        // Turns that an older page left behind stay where they are.
        if (!names.contains(TURN_STORE)) {
          result.createObjectStore(
            TURN_STORE,
            withoutPrototype<IDBObjectStoreParameters>({ keyPath: ["sessionId", "sequence"] }),
          );
        }
        if (!names.contains(SESSION_STORE)) {
          result.createObjectStore(SESSION_STORE, withoutPrototype({ keyPath: "practice" }));
        }
      };
      opening.onsuccess = () => {
        const database = opening.result;
        database.onversionchange = () => {
          database.close();
        };
        resolve(database);
      };
      opening.onerror = () => {
        resolve(null);
      };
      opening.onblocked = () => {
        resolve(null);
      };
    } catch {
      // Sandboxed frames forbid storage by throwing.
      resolve(null);
    }
  });
}

function toStored({ credential, turn }: OutboxRecord): StoredTurn {
  return {
    version: RECORD_VERSION,
    ...credential,
    sequence: turn.sequence,
    turn,
  };
}
