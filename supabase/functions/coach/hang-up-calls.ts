import {
  type QueuedHangup,
  type SettledHangups,
  settleHangups,
} from "../_shared/jobs/settle-hangups.ts";
import type { CoachWorld } from "./coach-world.ts";

/** The first wait lets what was just said reach the records, so that the question can be answered. */
const LAST_WORDS_WAITS_MS = [600, 400, 500, 500, 500, 500];

/**
 * Hangs up the calls of a session. Once hung up, a call says nothing more, so the learner's last words get a
 * moment to be written down: three seconds, or `patienceMs`.
 */
export async function hangUpCalls(
  world: CoachWorld,
  sessionId: string,
  hangups: readonly QueuedHangup[],
  patienceMs = Infinity,
): Promise<SettledHangups> {
  let waitedMs = 0;
  for (const waitMs of hangups.length === 0 ? [] : LAST_WORDS_WAITS_MS) {
    // A database that does not answer must not keep a call open.
    const words = await world.store.getPendingWords(sessionId).catch(() => null);
    if (words === null || !words.isObserved || waitedMs + waitMs > patienceMs) break;
    if (words.pending === 0 && waitMs !== LAST_WORDS_WAITS_MS[0]) break;
    await world.wait(waitMs);
    waitedMs += waitMs;
  }
  return settleHangups(world, hangups);
}
