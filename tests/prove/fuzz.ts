import { fuzz } from "../kit/attacks/fuzz.ts";

const REQUESTS = 10_000;

/** Bad input over every route: no failure of ours, no call that nobody asked for, nothing said in the logs. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const result = await fuzz(REQUESTS, (done) => {
    console.log(`${done} requests`);
  });
  for (const failure of result.failures.slice(0, 20)) console.log(failure);
  console.log(`statuses ${JSON.stringify(result.statuses)}`);
  const { failures, strayCalls, leaks, logLines } = result;
  return {
    figure:
      `${result.requests} requests: ${failures.length} answers of 5xx, ${strayCalls} provider calls for` +
      ` bad input, ${leaks.length} canaries or secrets in ${logLines} log lines`,
    passed: failures.length === 0 && strayCalls === 0 && leaks.length === 0 && logLines > 0,
  };
}
