import { raceStarts, connectAsService } from "../kit/database/race-starts.ts";
import { replayToken } from "../kit/database/race-site.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const CONNECTIONS = 110;
const ROUNDS = 20;
const ATTEMPTS_EACH_ROUND = 5_000;
const REPLAYS = 1_000;

/**
 * 100,000 starts from 110 connections against small caps, with four in ten clients vanishing, and 1,000
 * replays of one learner token at once: nothing over-granted, no deadlock surfaced, the books whole.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const database = await startTestDatabase({ settings: { max_connections: "150" } });
  try {
    const race = await raceStarts({
      ...{ databaseUrl: database.url, connections: CONNECTIONS },
      ...{ rounds: ROUNDS, attemptsEachRound: ATTEMPTS_EACH_ROUND },
    });
    const sql = connectAsService(database.url, CONNECTIONS);
    const replays = await replayToken(sql, REPLAYS).finally(() => sql.end());
    const { granted, refused, vanished, repeated, errors, faults, checks, left } = race;
    for (const line of [...faults, ...errors].slice(0, 20)) console.log(line);
    const attempts = granted + refused + errors.length;
    const overGranted = [...faults].filter((fault) => fault.startsWith("over-granted")).length;
    const sessions = replays["granted"] ?? 0;
    return {
      figure:
        `${attempts} starts from ${CONNECTIONS} connections: ${granted} granted, ${overGranted} over-granted; ` +
        `${vanished} clients vanished, ${left} sessions left running; ${faults.size} ledger faults in ` +
        `${checks} checks; ${errors.length} errors surfaced, ${repeated} transactions repeated; ` +
        `${REPLAYS} replays of a token: ${sessions} session`,
      passed:
        attempts >= ROUNDS * ATTEMPTS_EACH_ROUND &&
        faults.size + errors.length + left === 0 &&
        vanished > 0.3 * granted &&
        sessions === 1 &&
        replays["token_used"] === REPLAYS - 1,
    };
  } finally {
    await database.stop();
  }
}
