import postgres from "postgres";
import { startTestPlatform } from "../stack/test-platform.ts";
import { BACKEND_ORIGIN, post, soundStart } from "../stack/test-backend.ts";

/** What a start came to while the provider was at fault. */
export interface ProviderFaultResult {
  readonly fault: string;
  readonly status: number;
  readonly code: unknown;
  readonly retryAfterSeconds: unknown;
  readonly seconds: number;
  /** Seconds and calls that were still held afterwards. */
  readonly held: number;
  /** Seconds that were billed. */
  readonly billed: number;
}

/** Each as the stand-in is told, see its fault switches. */
const FAULTS: readonly (readonly [name: string, patch: Readonly<Record<string, unknown>>])[] = [
  ["answers 429", { refuseCallsWith: 429 }],
  ["answers 500", { refuseCallsWith: 500 }],
  ["answers 401", { refuseCallsWith: 401 }],
  ["answers after 12 s", { answerDelayMs: 12_000 }],
  ["never answers", { neverAnswer: true }],
];
const SETTLE_MS = 15_000;

/** Starts one call for each fault of the provider and looks at what is held and billed afterwards. */
export async function runProviderFaults(
  names = FAULTS.map(([name]) => name),
): Promise<ProviderFaultResult[]> {
  const platform = await startTestPlatform({ origins: [BACKEND_ORIGIN] });
  const sql = postgres(platform.databaseUrl, { max: 1, onnotice: () => undefined });
  const admin = `${platform.urls.realtime ?? ""}/stand-in/faults`;
  const results: ProviderFaultResult[] = [];
  try {
    for (const [fault, patch] of FAULTS.filter(([name]) => names.includes(name))) {
      await fetch(admin, { method: "DELETE" });
      const set = await fetch(admin, { method: "PATCH", body: JSON.stringify(patch) });
      if (!set.ok) throw new Error(`the stand-in refused ${fault}: ${set.status}`);
      const startedAtMs = performance.now();
      const { status, body } = await post(platform.urls.functions, "/coach/sessions", soundStart());
      const seconds = (performance.now() - startedAtMs) / 1_000;
      const { held, billed } = await awaitRelease(sql);
      const { code, retryAfterSeconds } = body;
      results.push({ fault, status, code, retryAfterSeconds, seconds, held, billed });
    }
    return results;
  } finally {
    await sql.end();
    await platform.stop();
  }
}

/** The hold goes back in the background, after the answer. */
async function awaitRelease(sql: postgres.Sql): Promise<{ held: number; billed: number }> {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const [row] = await sql<{ held: number; billed: number }[]>`
      select coalesce(sum(reserved_seconds + live_sessions), 0)::int as held,
        coalesce(sum(used_seconds), 0)::int as billed from coach.usage_windows`;
    const found = { held: row?.held ?? 0, billed: row?.billed ?? 0 };
    if (found.held === 0 || performance.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Whether a start was refused as it should be: soon, with a time to come back, and for free. */
export function isRefusedWell(result: ProviderFaultResult): boolean {
  const { status, code, retryAfterSeconds, seconds, held, billed } = result;
  return (
    status === 502 &&
    code === "upstream_unavailable" &&
    typeof retryAfterSeconds === "number" &&
    seconds < 11.5 &&
    held === 0 &&
    billed === 0
  );
}
