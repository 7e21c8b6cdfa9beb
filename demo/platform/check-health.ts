import type { Platform } from "./platform.ts";
import { PlatformError } from "./platform-error.ts";

const TIMEOUT_MS = 10_000;

/**
 * Asks pages, functions and stand-in for a sign of life.
 *
 * @throws {PlatformError} naming the first that does not answer as it should.
 */
export async function checkHealth(platform: Platform): Promise<void> {
  const { demo, functions, realtime } = platform.urls;
  await expectStatus("The demo page", demo, (status) => status === 200);
  await expectStatus(
    "The widget",
    `${demo}/widget/maka-voice-coach.js`,
    (status) => status === 200,
  );
  await expectStatus("The functions", `${functions}/health/ready`, (status) => status === 200);
  if (realtime !== undefined) {
    // It refuses whoever shows no key, which is an answer too.
    await expectStatus("The stand-in", `${realtime}/v1/models`, (status) => status < 500);
  }
}

async function expectStatus(
  what: string,
  url: string,
  isExpected: (status: number) => boolean,
): Promise<void> {
  let status: number;
  let body: string;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    status = response.status;
    body = await response.text();
  } catch (cause) {
    throw new PlatformError(`${what} did not answer at ${url}.`, { cause });
  }
  if (isExpected(status)) return;
  throw new PlatformError(`${what} answered ${status} at ${url}: ${body.slice(0, 500)}`);
}
