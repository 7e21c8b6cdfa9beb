import { createClient } from "@supabase/supabase-js";
import * as z from "zod";
import { StoreError } from "./store-error.ts";
import type { StoreOptions } from "./create-store.ts";

/** Occurrences of one kind, or how long each of them took. */
export interface MetricSample {
  readonly name: "requests" | "refusals";
  /** Few names with few values each: every combination is a row of the database. */
  readonly labels: Readonly<Record<string, string>>;
  /** Histogram: one entry an occurrence. */
  readonly seconds?: readonly number[];
  /** Counter: how many. */
  readonly count?: number;
}

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

const MetricsAnswer = z.object({
  bounds: z.array(z.number()),
  gauges: z.record(z.string(), z.number()),
  series: z.array(MetricSeries),
});
/** All figures of the service: how things stand, and what happened since it was set up. */
export type MetricsAnswer = z.infer<typeof MetricsAnswer>;

const PurgeAnswer = z.record(z.string(), z.int().nonnegative());
/** How many rows of which kind were removed, and how many events were counted. */
export type PurgeAnswer = z.infer<typeof PurgeAnswer>;

/** The doors of whoever watches the service. @throws {StoreError} when the database gives no answer. */
export interface MetricsDoors {
  record(samples: readonly MetricSample[]): Promise<void>;
  read(): Promise<MetricsAnswer>;
  /** Removes a bounded number of rows that nobody needs any more. */
  purge(batch: number): Promise<PurgeAnswer>;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/** Opens the doors. Nothing is retried: a figure that is lost costs nothing. */
export function createMetricsDoors(options: StoreOptions): MetricsDoors {
  const { url, secretKey, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const client = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const call = async (door: string, parameters: object): Promise<unknown> => {
    const { data, error } = await client
      .rpc(door, parameters)
      .abortSignal(AbortSignal.timeout(timeoutMs));
    if (error === null) return data;
    const { message, code } = error;
    throw new StoreError("unavailable", door, { message, sqlState: code, cause: error });
  };
  return {
    record: async (samples) => void (await call("record_metrics", { p_samples: samples })),
    read: async () => MetricsAnswer.parse(await call("read_metrics", {})),
    purge: async (batch) => PurgeAnswer.parse(await call("purge_operational", { p_batch: batch })),
  };
}
