import { redact } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
/** Identifiers, seconds and counts. What was said, tokens, addresses and SDP have no place here. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes one line; `event` is a noun and a past verb, such as `session_started`. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const MAX_FIELD_CHARACTERS = 300;

/**
 * Creates the log of one function: JSON, one line an event, with secrets taken out of every text.
 * Lines below `minimum` are dropped; what may fire more than once a second belongs at `debug`.
 */
export function createLog(
  functionName: string,
  write: (line: string) => void = (line) => {
    console.log(line);
  },
  minimum: LogLevel = "info",
): Log {
  return (level, event, fields = {}) => {
    if (RANK[level] < RANK[minimum]) return;
    const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
    const safe = entries.map(([key, value]) => [
      key,
      typeof value === "string" ? clean(value) : value,
    ]);
    write(JSON.stringify({ level, event, function: functionName, ...Object.fromEntries(safe) }));
  };
}

/** What an operator needs of a failure: its kind, its redacted message and where it was thrown. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const place = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return {
    errorName: error.name,
    errorMessage: error.message,
    ...(place === undefined
      ? {}
      : { errorAt: place.trim().replace(/file:\/\/\S*?\/functions\//, "") }),
  };
}

function clean(text: string): string {
  return redact(text).slice(0, MAX_FIELD_CHARACTERS);
}
