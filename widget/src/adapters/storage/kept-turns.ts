import type { ReportedTurn } from "#contract/turn.ts";
import type { OutboxRecord } from "../../ports/outbox.ts";
import { number, shape, text } from "../network/check.ts";
import { isReportedTurn } from "../network/turn-checks.ts";
import { type IndexedDbOutbox, KEPT_MS, type StoredTurn, TURN_STORE } from "./indexed-db-outbox.ts";

const isStoredTurn = shape<StoredTurn>({
  version: number,
  sessionId: text,
  sequence: number,
  api: text,
  sessionToken: text,
  createdAtMs: number,
  turn: isReportedTurn,
});

/** What sessions that are over left behind in the last 24 hours; older records are deleted. */
export async function readUnsentOfEnded(outbox: IndexedDbOutbox): Promise<readonly OutboxRecord[]> {
  const found = await outbox.run<unknown[]>(TURN_STORE, "readonly", (store) => store.getAll());
  const oldest = Date.now() - KEPT_MS;
  const records: OutboxRecord[] = [];
  for (const value of found ?? []) {
    if (!isStoredTurn(value) || outbox.isLive(value.sessionId)) continue;
    if (value.createdAtMs < oldest) await outbox.remove(value.sessionId, [value.sequence]);
    else records.push(toRecord(value));
  }
  return records.sort((left, right) => left.turn.sequence - right.turn.sequence);
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
