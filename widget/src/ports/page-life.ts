/** What happens to the page that holds the practice. */
export interface PageLife {
  /** Calls back until `signal` aborts. `left`: the last moment in which anything can be sent. */
  watch(signal: AbortSignal, listener: (moment: "hidden" | "shown" | "left") => void): void;
}
