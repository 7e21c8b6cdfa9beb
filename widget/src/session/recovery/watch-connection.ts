import { type LineSample, summarizeLine } from "../../domain/state/connection-quality.ts";
import type { AidPorts, LineGauge } from "../../ports/recovery-ports.ts";
import type { AidsContext } from "../extension.ts";
import type { Attempt } from "../attempt.ts";

const GAUGE_MS = 2_000;
/** Beats come every quarter of a minute; without them nothing piles up. */
const KEPT_SAMPLES = 30;

/** Measures the line of an attempt every two seconds until its call ends, and hands summaries to its beats. */
export function watchLine(context: AidsContext, ports: AidPorts, attempt: Attempt): void {
  const gauge = ports.createGauge();
  const samples: LineSample[] = [];
  attempt.readQuality = () => summarizeLine(samples.splice(0));
  const again = (): void => {
    context.ports.clock.after(GAUGE_MS, attempt.callSignal, () => {
      void measure(context, attempt, gauge).then((sample) => {
        if (sample !== null) samples.push(sample);
        if (samples.length > KEPT_SAMPLES) samples.shift();
        again();
      });
    });
  };
  again();
}

async function measure(
  { dispatch }: AidsContext,
  { line, callSignal }: Attempt,
  gauge: LineGauge,
): Promise<LineSample | null> {
  const peer = line?.parts.peer ?? null;
  const reading = peer === null ? null : await gauge.read(peer);
  // A connection that was replaced meanwhile has nothing to say of the line.
  if (reading === null || callSignal.aborted || line?.parts.peer !== peer) return null;
  if (reading.alive && peer?.connectionState === "connected") {
    dispatch({ type: "connection-recovered" });
  }
  if (reading.sample !== null) dispatch({ type: "line-measured", sample: reading.sample });
  return reading.sample;
}
