import postgres from "postgres";
import {
  createFilledSite,
  fillSessions,
  openFilledSession,
} from "../kit/database/fill-database.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
const CHUNK = 50_000;
const SAMPLES = 400;
const WARM_UP = 50;
const MAX_RATIO = 1.2;

/** What a start costs the database when a thousand and when a million sessions are behind it. */
export async function bench(): Promise<string[]> {
  const database = await startTestDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await createFilledSite(sql);
    await fillSessions(sql, { from: 1, count: SMALL, turns: 0 });
    await admin.unsafe("vacuum analyze");
    const small = await measure(sql, "small");
    for (let from = SMALL + 1; from <= LARGE; from += CHUNK) {
      await fillSessions(sql, { from, count: Math.min(CHUNK, LARGE - from + 1), turns: 0 });
    }
    await admin.unsafe("vacuum analyze");
    const large = await measure(sql, "large");
    const ratio = large / small;
    return [
      `open_session with ${SMALL} sessions: ${small.toFixed(2)} ms, with ${LARGE}: ${large.toFixed(2)} ms (median of ${SAMPLES})`,
      `open_session ratio ${ratio.toFixed(2)} (wanted ≤ ${MAX_RATIO}): ${ratio <= MAX_RATIO ? "ok" : "SHORT"}`,
    ];
  } finally {
    await admin.end();
    await sql.end();
    await database.stop();
  }
}

/** Median of starts by learners who were never here; each stays open, as it would. */
async function measure(sql: postgres.Sql, name: string): Promise<number> {
  const times: number[] = [];
  for (let sample = -WARM_UP; sample < SAMPLES; sample += 1) {
    const startedAtMs = performance.now();
    const { outcome } = await openFilledSession(sql, `${name}-${sample}`);
    if (outcome !== "granted")
      throw new Error(`sample ${sample} was not granted: ${String(outcome)}`);
    if (sample >= 0) times.push(performance.now() - startedAtMs);
  }
  return times.sort((left, right) => left - right)[SAMPLES / 2] ?? 0;
}
