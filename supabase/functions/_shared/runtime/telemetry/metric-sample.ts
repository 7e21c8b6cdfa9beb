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
