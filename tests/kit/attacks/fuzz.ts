import { createRandom } from "./mutate.ts";
import { CANARIES, drawRequest, type FuzzRequest, type FuzzSession } from "./fuzz-requests.ts";
import { BACKEND_SECRETS, post, soundStart, startTestBackend } from "../stack/test-backend.ts";

/** What a run of fuzzed requests came to. */
export interface FuzzResult {
  readonly requests: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers of 500 and above, with what provoked them. */
  readonly failures: readonly string[];
  /** Calls at the provider for which no session was started. */
  readonly strayCalls: number;
  /** Canaries and secrets found in what the functions printed. */
  readonly leaks: readonly string[];
  readonly logLines: number;
}

const SESSIONS = 12;
const PARALLEL = 12;
const TIMEOUT_MS = 30_000;

/**
 * Sends `count` fuzzed requests over every route through the real gateway to the real database. The
 * generator is seeded, so that a failure comes back with the same count.
 */
export async function fuzz(
  count: number,
  report = (_done: number): void => {},
): Promise<FuzzResult> {
  const backend = await startTestBackend();
  try {
    const [base = ""] = backend.functions;
    const sessions = await startSessions(base);
    const statuses: Record<string, number> = {};
    const failures: string[] = [];
    let started = sessions.length;
    let next = 0;
    const work = async (): Promise<void> => {
      for (let round = next++; round < count; round = next++) {
        const random = createRandom(round + 1);
        const session = sessions[random(sessions.length)];
        if (session === undefined) throw new Error("no session was started");
        const request = drawRequest(random, session);
        const { status, isStart } = await send(base, request);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (isStart) started += 1;
        if (status >= 500) failures.push(`${round}: ${status} ${request.method} ${request.path}`);
        if (round % 1_000 === 999) report(round + 1);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    const output = backend.output();
    const { keys, provider } = backend;
    const words = [
      ...CANARIES,
      ...BACKEND_SECRETS,
      keys.secretKey,
      ...sessions.map((s) => s.token),
    ];
    return {
      requests: count,
      statuses,
      failures,
      strayCalls: provider.counts.calls + provider.counts.secrets - started,
      leaks: words.filter((word) => output.includes(word)),
      logLines: output.split("\n").length - 1,
    };
  } finally {
    await backend.stop();
  }
}

async function startSessions(base: string): Promise<FuzzSession[]> {
  return await Promise.all(
    Array.from({ length: SESSIONS }, async () => {
      const { status, body } = await post(base, "/coach/sessions", soundStart());
      if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
      return { id: String(body["sessionId"]), token: String(body["sessionToken"]) };
    }),
  );
}

async function send(
  base: string,
  { method, path, headers, body }: FuzzRequest,
): Promise<{ status: number; isStart: boolean }> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers,
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  const { status } = response;
  return { status, isStart: status === 201 && /^\/coach\/\/?sessions/.test(path) };
}
