import type { Background } from "../http/background.ts";
import { describeError, type Log } from "./log.ts";
import type { MetricSample } from "./metric-sample.ts";

/** One answered request. */
export interface RequestMeasurement {
  /** `POST /coach/sessions/:id/turns`: the pattern, never the path. Undefined where no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
  /** Why it was refused: a problem's code, or the limit that was reached. */
  readonly reason: string | undefined;
}

/** Where samples are kept. */
export interface MetricsSink {
  recordMetrics(samples: readonly MetricSample[]): Promise<void>;
}

/** Notes a request. Never throws and never waits. */
export type RecordRequest = (measurement: RequestMeasurement) => void;

/** What a recorder needs of its process. */
export interface RecorderWorld {
  /** Opened at the first flush, since the environment may be broken. */
  readonly openSink: () => MetricsSink;
  readonly background: Background;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly log: Log;
}

/** What arrives meanwhile travels together: one call to the database for a burst of requests. */
const BATCH_MS = 250;
/** Kept while the database is away; beyond it figures are lost, not memory. */
const MAX_HELD = 2_000;

/**
 * Collects requests in this process and hands them to the database in the background. A process that is
 * killed in between loses the figures of a quarter of a second, nothing else.
 */
export function createRequestRecorder(world: RecorderWorld): RecordRequest {
  let sink: MetricsSink | undefined;
  let held: RequestMeasurement[] = [];
  let isFlushing = false;

  const flush = async (): Promise<void> => {
    await world.wait(BATCH_MS);
    const batch = held;
    held = [];
    isFlushing = false;
    try {
      sink ??= world.openSink();
      await sink.recordMetrics(toSamples(batch));
    } catch (error) {
      held = [...batch, ...held].slice(0, MAX_HELD);
      world.log("debug", "metrics_held", { count: held.length, ...describeError(error) });
    }
  };

  return (measurement) => {
    if (held.length < MAX_HELD) held.push(measurement);
    if (isFlushing) return;
    isFlushing = true;
    world.background("record_metrics", flush);
  };
}

/** Groups measurements into one histogram a route and status, and one counter a reason. */
export function toSamples(batch: readonly RequestMeasurement[]): MetricSample[] {
  const requests = new Map<string, { labels: Record<string, string>; seconds: number[] }>();
  const refusals = new Map<string, number>();
  for (const { route = "unmatched", status, seconds, reason } of batch) {
    const key = `${status} ${route}`;
    const known = requests.get(key) ?? { labels: { route, status: String(status) }, seconds: [] };
    known.seconds.push(seconds);
    requests.set(key, known);
    if (reason !== undefined) refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
  }
  return [
    ...[...requests.values()].map((sample) => ({ name: "requests" as const, ...sample })),
    ...[...refusals].map(([reason, count]) => ({
      name: "refusals" as const,
      labels: { reason },
      count,
    })),
  ];
}
