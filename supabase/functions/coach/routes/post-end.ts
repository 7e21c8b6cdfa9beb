import { EndRequest, type EndResponse, MAX_BODY_BYTES } from "../../_shared/contract/session.ts";
import { makeReport } from "../../_shared/coaching/make-report.ts";
import { readJson } from "../../_shared/http/read-json.ts";
import type { Call } from "../../_shared/http/serve.ts";
import { type QueuedHangup, settleHangups } from "../../_shared/providers/settle-hangups.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

/** The first wait lets what was just said reach the records, so that the question can be answered. */
const LAST_WORDS_WAITS_MS = [600, 400, 500, 500, 500, 500];

/**
 * `POST /coach/sessions/:id/end`: stores the last turns, settles the seconds and answers; hanging up at the
 * provider and the report go on in the background. Repeating it changes nothing.
 */
export function createPostEnd(world: CoachWorld) {
  return async (request: Request, sessionId: string, { requestId }: Call): Promise<Response> => {
    const body = await readJson(request, EndRequest, MAX_BODY_BYTES.turns);
    await assertCaller(world.tokens, request, body.sessionToken, sessionId);
    if (body.turns !== undefined && body.turns.length > 0) {
      // Turns that come after the transcript was closed are too late; the end itself still counts.
      await world.store.appendTurns(sessionId, body.turns);
    }
    const ended = await world.store.endSession(sessionId, body.reason);
    if (ended.outcome === "session_unknown") throw sessionUnknown();
    const { usedSeconds, report, hangups } = ended;
    const ids = { requestId, sessionId };
    world.log("info", "session_ended", { ...ids, usedSeconds, reason: body.reason });
    world.background("hang_up", () => hangUp(world, sessionId, hangups), ids);
    if (report === "pending") {
      const work = async () => void (await makeReport(world, sessionId));
      world.background("make_report", work, ids);
    }
    const response: EndResponse = { usedSeconds, report };
    return Response.json(response);
  };
}

/** Once hung up, a call says nothing more, so the learner's last words get a moment to be written down. */
async function hangUp(
  world: CoachWorld,
  sessionId: string,
  hangups: readonly QueuedHangup[],
): Promise<void> {
  for (const waitMs of hangups.length === 0 ? [] : LAST_WORDS_WAITS_MS) {
    // A database that does not answer must not keep a call open.
    const words = await world.store.getPendingWords(sessionId).catch(() => null);
    if (words === null || !words.isObserved) break;
    if (words.pending === 0 && waitMs !== LAST_WORDS_WAITS_MS[0]) break;
    await world.wait(waitMs);
  }
  await settleHangups(world, hangups);
}
