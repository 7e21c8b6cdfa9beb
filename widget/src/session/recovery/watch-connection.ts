import {
  type ConnectionSample,
  summarizeConnection,
} from "../../domain/state/connection-quality.ts";
import type { RecoveryPorts, ConnectionStats } from "../../ports/recovery-ports.ts";
import type { ExtensionContext } from "../extension.ts";
import type { Attempt } from "../attempt.ts";

const READ_MS = 2_000;
/** Beats come every quarter of a minute; without them nothing piles up. */
const KEPT_SAMPLES = 30;

/** Measures the connection of an attempt every two seconds until its call ends, and hands summaries to its beats. */
export function watchConnection(
  context: ExtensionContext,
  ports: RecoveryPorts,
  attempt: Attempt,
): void {
  const stats = ports.createConnectionStats();
  const samples: ConnectionSample[] = [];
  attempt.readQuality = () => summarizeConnection(samples.splice(0));
  const again = (): void => {
    context.ports.clock.after(READ_MS, attempt.callSignal, () => {
      void measure(context, attempt, stats).then((sample) => {
        if (sample !== null) samples.push(sample);
        if (samples.length > KEPT_SAMPLES) samples.shift();
        again();
      });
    });
  };
  again();
}

async function measure(
  { dispatch }: ExtensionContext,
  { call, callSignal }: Attempt,
  stats: ConnectionStats,
): Promise<ConnectionSample | null> {
  const peer = call?.parts.peer ?? null;
  const reading = peer === null ? null : await stats.read(peer);
  // A connection that was replaced meanwhile has nothing to say of the connection.
  if (reading === null || callSignal.aborted || call?.parts.peer !== peer) return null;
  if (reading.alive && peer?.connectionState === "connected") {
    dispatch({ type: "connection-recovered" });
  }
  if (reading.sample !== null) dispatch({ type: "connection-measured", sample: reading.sample });
  return reading.sample;
}
