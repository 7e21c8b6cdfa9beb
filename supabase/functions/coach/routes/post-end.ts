import { EndRequest, type EndResponse, MAX_BODY_BYTES } from "../../_shared/contract/session.ts";
import { makeReport } from "../../_shared/jobs/make-report.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import type { QueuedHangup } from "../../_shared/jobs/settle-hangups.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";
import { hangUpCalls } from "../hang-up-calls.ts";

/** What an end came to. */
interface Ending extends EndResponse {
  readonly hangups: readonly QueuedHangup[];
  /** `paused`: another call may take it up. `overtaken`: another call has, and goes on. */
  readonly outcome: "ended" | "paused" | "overtaken";
}

/**
 * `POST /coach/sessions/:id/end`: stores the last turns, settles the seconds and answers; hanging up at the
 * provider and the report go on in the background. Repeating it changes nothing. A page that closes ends its call
 * alone, not a later one: the reaper settles the session, unless another call comes first.
 */
export function createPostEnd(world: CoachWorld) {
  return async (
    request: Request,
    sessionId: string,
    { requestId }: RequestContext,
  ): Promise<Response> => {
    const body = await readJson(request, EndRequest, MAX_BODY_BYTES.turns);
    await assertCaller(world.tokens, request, body.sessionToken, sessionId);
    if (body.turns !== undefined && body.turns.length > 0) {
      // Turns that come after the transcript was closed are too late; the end itself still counts.
      await world.store.appendTurns(sessionId, body.turns);
    }
    const { hangups, outcome, ...response } =
      (body.reason === "page_closed" ? await pause(world, sessionId, body) : null) ??
      (await end(world, sessionId, body.reason));
    const { usedSeconds, report } = response;
    const ids = { requestId, sessionId };
    world.log("info", `session_${outcome}`, { ...ids, usedSeconds, reason: body.reason });
    const hangUp = async () => {
      await hangUpCalls(world, sessionId, hangups);
    };
    world.background("hang_up", hangUp, ids);
    if (report === "pending" && outcome === "ended") {
      const work = async () => {
        await makeReport(world, sessionId);
      };
      world.background("make_report", work, ids);
    }
    return Response.json(response satisfies EndResponse);
  };
}

async function end({ store }: CoachWorld, sessionId: string, reason: string): Promise<Ending> {
  const ended = await store.endSession(sessionId, reason);
  if (ended.outcome === "session_unknown") throw sessionUnknown();
  const { usedSeconds, report, hangups } = ended;
  return { usedSeconds, report, hangups, outcome: "ended" };
}

/** Null where the session cannot wait for another call, so that it ends. */
async function pause(
  { store }: CoachWorld,
  sessionId: string,
  { reason, attemptKey }: Pick<EndRequest, "reason" | "attemptKey">,
): Promise<Ending | null> {
  const paused = await store.pauseSession({
    ...{ sessionId, reason },
    attemptKey: attemptKey ?? null,
  });
  if (paused.outcome === "session_unknown") throw sessionUnknown();
  if (paused.outcome === "not_pausable") return null;
  const { outcome, usedSeconds, hangups } = paused;
  return { usedSeconds, report: "pending", hangups, outcome };
}
