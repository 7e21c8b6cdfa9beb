import * as z from "zod";
import type { MetricSample } from "../runtime/telemetry/metric-sample.ts";
import { Instant, row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** One counter or histogram as the database keeps it. */
export const MetricSeries = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  count: z.int().nonnegative(),
  total: z.number(),
  /** One more than there are bounds; empty for a counter. Not cumulative. */
  buckets: z.array(z.int().nonnegative()),
});
export type MetricSeries = z.infer<typeof MetricSeries>;

/** Deliveries of a channel that wait or were given up, by why the last attempt failed. */
export const DeliveryFigure = row(
  z.object({
    channel: z.string(),
    status: z.enum(["pending", "failed"]),
    /** `none` before the first attempt. */
    reason: z.string(),
    count: z.int().nonnegative(),
    oldestSeconds: z.number(),
  }),
);
export type DeliveryFigure = z.infer<typeof DeliveryFigure>;

/** All figures of the service: how things stand, and what happened since it was set up. */
export const MetricsAnswer = z.object({
  bounds: z.array(z.number()),
  gauges: z.record(z.string(), z.number()),
  deliveries: z.array(DeliveryFigure),
  series: z.array(MetricSeries),
});
export type MetricsAnswer = z.infer<typeof MetricsAnswer>;

/** How many rows of which kind were removed, and how many events were counted. */
export const PurgeOperationalAnswer = z.record(z.string(), z.int().nonnegative());
export type PurgeOperationalAnswer = z.infer<typeof PurgeOperationalAnswer>;

/** What `check_database` answers. */
export const CheckDatabaseAnswer = row(
  z.object({ ok: z.literal(true), migration: z.nullable(z.string()), now: Instant }),
);
export type CheckDatabaseAnswer = z.infer<typeof CheckDatabaseAnswer>;

/** The functions of whoever watches the service. */
export interface MetricFunctions {
  recordMetrics(samples: readonly MetricSample[]): Promise<void>;
  readMetrics(): Promise<MetricsAnswer>;
  /** Removes a bounded number of rows that nobody needs any more. */
  purgeOperational(batch: number): Promise<PurgeOperationalAnswer>;
  checkDatabase(): Promise<CheckDatabaseAnswer>;
}

/** Those functions, called by `call`. */
export function createMetricFunctions(call: CallSql): MetricFunctions {
  return {
    recordMetrics: async (samples) => {
      await call("record_metrics", { samples }, z.unknown());
    },
    readMetrics: () => call("read_metrics", {}, MetricsAnswer),
    purgeOperational: (batch) => call("purge_operational", { batch }, PurgeOperationalAnswer),
    checkDatabase: () => call("check_database", {}, CheckDatabaseAnswer),
  };
}
