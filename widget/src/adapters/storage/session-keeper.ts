import type { PracticeName, SessionKeeper, SessionRecord } from "../../ports/recovery-ports.ts";
import { isCredential } from "../network/recovery-checks.ts";
import { boolean, number, shape, text } from "../network/check.ts";
import { IndexedDbOutbox, SESSION_STORE } from "./indexed-db-outbox.ts";
import { readUnsentOfEnded, readUnsent } from "./kept-turns.ts";
import { markSession } from "./mark-session.ts";
import { nameLearner } from "./name-learner.ts";

const RECORD_VERSION = 1;

interface StoredSession extends SessionRecord {
  readonly practice: string;
  /** Whose session it is, as `nameLearner` puts it. */
  readonly learner: string;
  readonly version: number;
}

const isStoredSession = shape<StoredSession>({
  practice: text,
  learner: text,
  version: number,
  credential: isCredential,
  heartbeatSeconds: number,
  rehearsal: boolean,
});

/**
 * Keeps a session beside the outbox, in the one storage that survives a killed browser, and leaves the marker
 * that the tag finds without opening it.
 */
export function createSessionKeeper(outbox: IndexedDbOutbox): SessionKeeper {
  return {
    async keep(practice, record) {
      const stored: StoredSession = {
        ...record,
        practice: toKey(practice),
        learner: await nameLearner(practice.learnerToken),
        version: RECORD_VERSION,
      };
      const isKept = await outbox.run(SESSION_STORE, "readwrite", (store) => store.put(stored));
      // A marker without its session would only lead to a dead end.
      if (isKept !== null) mark(practice, record.credential.sessionId);
    },
    async recall(practice) {
      const found = await outbox.run<unknown>(SESSION_STORE, "readonly", (store) =>
        store.get(toKey(practice)),
      );
      // However old it is: whether it lives the server says, not a clock that may be wrong.
      if (!isStoredSession(found)) return null;
      // On a shared computer the next learner gets neither the talk nor the report of the one before.
      if (found.learner !== (await nameLearner(practice.learnerToken))) return null;
      const { credential, heartbeatSeconds, rehearsal } = found;
      return { credential, heartbeatSeconds, rehearsal };
    },
    async forget(practice) {
      mark(practice, null);
      await outbox.run(SESSION_STORE, "readwrite", (store) => store.delete(toKey(practice)));
    },
    unsent(sessionId) {
      return readUnsent(outbox, sessionId);
    },
    unsentOfEnded() {
      return readUnsentOfEnded(outbox);
    },
  };
}

function mark({ embedKey, scenario }: PracticeName, sessionId: string | null): void {
  markSession(embedKey, scenario, sessionId);
}

function toKey({ embedKey, scenario }: PracticeName): string {
  return `${embedKey}:${scenario}`;
}
