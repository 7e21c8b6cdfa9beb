import type {} from "@supabase/functions-js/edge-runtime.d.ts";
import { createLog, describeError, type Log, parseLogLevel } from "./log.ts";
import { createSentryReport, parseSentryDsn, type Report } from "./sentry.ts";

/**
 * Creates a function's log: to the console from `LOG_LEVEL` on, and errors to Sentry as well where `SENTRY_DSN` is set.
 */
export function createFunctionLog(functionName: string): Log {
  const dsn = Deno.env.get("SENTRY_DSN") || undefined;
  const report = dsn === undefined ? undefined : openReport(functionName, dsn);
  const write = (line: string): void => {
    console.log(line);
    report?.(line);
  };
  const wanted = Deno.env.get("LOG_LEVEL") || "info";
  const level = parseLogLevel(wanted);
  const log = createLog(functionName, write, level ?? "info");
  // A mistyped level must not keep the function from its work either.
  if (level === null) log("error", "log_level_refused", { wanted });
  return log;
}

/** A mistyped DSN must not keep the function from its work. */
function openReport(functionName: string, dsn: string): Report | undefined {
  try {
    return createSentryReport(parseSentryDsn(dsn), fetch, (work) => {
      if (typeof EdgeRuntime !== "undefined") void EdgeRuntime.waitUntil(work);
    });
  } catch (error) {
    createLog(functionName)("error", "sentry_refused", describeError(error));
    return undefined;
  }
}
