import { VERSION } from "../version.ts";
import { redact } from "./redact.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof LEVELS)[number];
/** Identifiers, seconds and counts. What was said, tokens, addresses and SDP have no place here. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes one line; `event` is a noun and a past verb, such as `session_started`. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

const MAX_FIELD_CHARACTERS = 300;

/**
 * Creates the log of one function: JSON, one line an event with its time and our version, with secrets taken out of
 * every text. Lines below `minimum` are dropped; what may fire more than once a second belongs at `debug`.
 */
export function createLog(
  functionName: string,
  write: (line: string) => void = (line) => {
    console.log(line);
  },
  minimum: LogLevel = "info",
): Log {
  return (level, event, fields = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(minimum)) return;
    const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
    const safe = entries.map(([key, value]) => [
      key,
      typeof value === "string" ? clean(value) : value,
    ]);
    const time = new Date().toISOString();
    const place = { function: functionName, version: VERSION };
    write(JSON.stringify({ time, level, event, ...place, ...Object.fromEntries(safe) }));
  };
}

/** Reads the name of a level; null where it is none. */
export function parseLogLevel(text: string): LogLevel | null {
  return LEVELS.find((level) => level === text.trim().toLowerCase()) ?? null;
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
