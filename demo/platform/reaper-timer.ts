const PERIOD_MS = 10_000;
const TIMEOUT_MS = 8_000;

/**
 * Calls `observer/reap` every ten seconds, as a hosted project's schedule does. A missed tick costs
 * time and nothing else: the next one, or the next start of a call, does the same work.
 *
 * @param report Hears of it when ticks begin to fail and when they succeed again.
 * @returns a function that stops it.
 */
export function startReaperTimer(
  apiOrigin: string,
  scheduleKey: string,
  report: (sentence: string) => void,
): () => void {
  let isFailing = false;
  const tick = async (): Promise<void> => {
    const problem = await reap(apiOrigin, scheduleKey);
    if (problem !== undefined && !isFailing) report(`The reaper could not run: ${problem}.`);
    if (problem === undefined && isFailing) report("The reaper runs again.");
    isFailing = problem !== undefined;
  };
  const timer = setInterval(() => void tick(), PERIOD_MS);
  return () => {
    clearInterval(timer);
  };
}

async function reap(apiOrigin: string, scheduleKey: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${apiOrigin}/functions/v1/observer/reap`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${scheduleKey}`,
        "content-type": "application/json",
      },
      body: "{}",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `it answered ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
