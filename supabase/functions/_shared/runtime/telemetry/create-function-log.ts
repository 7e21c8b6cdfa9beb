import type {} from "@supabase/functions-js/edge-runtime.d.ts";
import { createLog, describeError, type Log } from "./log.ts";
import { createSentryReport, parseSentryDsn, type Report } from "./sentry.ts";

/** Creates a function's log: to the console, and errors to Sentry as well where `SENTRY_DSN` is set. */
export function createFunctionLog(functionName: string): Log {
  const dsn = Deno.env.get("SENTRY_DSN") || undefined;
  const report = dsn === undefined ? undefined : openReport(functionName, dsn);
  return createLog(functionName, (line) => {
    console.log(line);
    report?.(line);
  });
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
