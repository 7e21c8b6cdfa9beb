import type { Log, LogFields } from "./log.ts";

const MINUTE_MS = 60_000;
/** What one process writes down of refusals within a minute: a stranger who sends thousands fills no log. */
const MAX_A_MINUTE = 60;

/** Notes one refused request. */
export type NoteRefusal = (fields: LogFields) => void;

/**
 * Writes refusals so that whoever is told a reference finds its line. Beyond a line a second they stand at `debug`, and
 * the next minute tells how many those were.
 */
export function createRefusalLog(log: Log, nowMs: () => number = Date.now): NoteRefusal {
  let endsAtMs = 0;
  let written = 0;
  let unwritten = 0;
  return (fields) => {
    if (nowMs() >= endsAtMs) {
      if (unwritten > 0) log("info", "refusals_unwritten", { count: unwritten });
      endsAtMs = nowMs() + MINUTE_MS;
      written = 0;
      unwritten = 0;
    }
    const isWritten = written < MAX_A_MINUTE;
    if (isWritten) written += 1;
    else unwritten += 1;
    log(isWritten ? "info" : "debug", "request_refused", fields);
  };
}
