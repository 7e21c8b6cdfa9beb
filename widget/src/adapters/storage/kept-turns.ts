import type { ReportedTurn } from "#contract/turn.ts";
import type { OutboxRecord } from "../../ports/outbox.ts";
import { number, shape, text } from "../network/check.ts";
import { isReportedTurn } from "../network/contract-checks.ts";
import { type IndexedDbOutbox, type StoredTurn, TURN_STORE } from "./indexed-db-outbox.ts";

const isStoredTurn = shape<StoredTurn>({
  version: number,
  sessionId: text,
  sequence: number,
  api: text,
  sessionToken: text,
  turn: isReportedTurn,
});

/** What sessions that no page of this browser runs any more left behind. */
export async function readUnsentOfEnded(outbox: IndexedDbOutbox): Promise<readonly OutboxRecord[]> {
  const found = await outbox.run<unknown[]>(TURN_STORE, "readonly", (store) => store.getAll());
  return (found ?? [])
    .filter(isStoredTurn)
    .filter(({ sessionId }) => !outbox.isLive(sessionId))
    .map(toRecord)
    .sort((left, right) => left.turn.sequence - right.turn.sequence);
}

/** The turns of one session, live or not, that the server has not acknowledged, by sequence. */
export async function readUnsent(
  outbox: IndexedDbOutbox,
  sessionId: string,
): Promise<readonly ReportedTurn[]> {
  const range = IDBKeyRange.bound([sessionId, 0], [sessionId, Infinity]);
  const found = await outbox.run<unknown[]>(TURN_STORE, "readonly", (store) => store.getAll(range));
  return (found ?? []).filter(isStoredTurn).map(({ turn }) => turn);
}

function toRecord({ api, sessionId, sessionToken, turn }: StoredTurn): OutboxRecord {
  return { credential: { api, sessionId, sessionToken }, turn };
}
