import type { Log } from "../runtime/telemetry/log.ts";

/**
 * Has a segment started for a call in a worker of its own; true where one watches now, the one asked for or
 * another. Never throws: whoever could not start one leaves it to the next beat or to the schedule.
 */
export type StartSegment = (callId: string, predecessor: string | null) => Promise<boolean>;

const TIMEOUT_MS = 10_000;

/** Starts segments by calling our own function `observer` over the platform's gateway. */
export function createStartSegment(
  { url, secretKey }: { readonly url: string; readonly secretKey: string },
  log: Log,
): StartSegment {
  return async (callId, predecessor) => {
    try {
      const response = await fetch(`${url}/functions/v1/observer/segments`, {
        method: "POST",
        headers: {
          apikey: secretKey,
          authorization: `Bearer ${secretKey}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ callId, predecessor }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) log("warn", "segment_not_started", { callId, status: response.status });
      return response.ok;
    } catch (error) {
      const errorName = error instanceof Error ? error.name : typeof error;
      log("warn", "segment_not_started", { callId, errorName });
      return false;
    }
  };
}
