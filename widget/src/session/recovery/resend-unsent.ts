import type { SessionKeeper } from "../../ports/recovery-ports.ts";
import type { OutboxRecord } from "../../ports/outbox.ts";
import type { PracticePorts } from "../../ports/practice-ports.ts";
import { deliverBatch, takeBatch } from "../turn-uploader.ts";

/**
 * Sends what earlier visits could not: once, without retries, since the next visit is one. What the server
 * will never take is forgotten.
 */
export async function resendUnsent(
  ports: Pick<PracticePorts, "api" | "outbox">,
  keeper: Pick<SessionKeeper, "unsentOfEnded">,
  signal: AbortSignal,
): Promise<void> {
  const records = await keeper.unsentOfEnded();
  for (const session of groupBySession(records)) {
    if (signal.aborted) return;
    await resend(session, ports, signal);
  }
}

function groupBySession(records: readonly OutboxRecord[]): readonly (readonly OutboxRecord[])[] {
  const sessions = new Map<string, OutboxRecord[]>();
  for (const record of records) {
    const { sessionId } = record.credential;
    const group = sessions.get(sessionId);
    if (group === undefined) sessions.set(sessionId, [record]);
    else group.push(record);
  }
  return [...sessions.values()];
}

async function resend(
  records: readonly OutboxRecord[],
  { api, outbox }: Pick<PracticePorts, "api" | "outbox">,
  signal: AbortSignal,
): Promise<void> {
  const credential = records[0]?.credential;
  if (credential === undefined) return;
  let waiting = records.map((record) => record.turn);
  while (waiting.length > 0) {
    const batch = takeBatch(waiting);
    try {
      await deliverBatch(batch, {
        send: (turns) => api.sendTurns(credential, turns, signal),
        forget: (turns) => {
          const sequences = turns.map((turn) => turn.sequence);
          return outbox.remove(credential.sessionId, sequences);
        },
      });
    } catch {
      // Not reached: kept for the next visit.
      return;
    }
    waiting = waiting.slice(batch.length);
  }
}
