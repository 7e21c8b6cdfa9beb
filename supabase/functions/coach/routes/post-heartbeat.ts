import {
  HeartbeatRequest,
  type HeartbeatResponse,
  MAX_BODY_BYTES,
} from "../../_shared/contract/session.ts";
import { COST_LIMIT } from "../../_shared/store/sessions.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

/** A session has one call at a time, and a second one for a moment. */
const MAX_CALLS = 3;

/**
 * `POST /coach/sessions/:id/heartbeat`: a sign of life, answered with whether the call may go on. What it says of
 * the connection is written down afterwards.
 */
export function createPostHeartbeat(world: CoachWorld) {
  const { store, tokens } = world;
  return async (request: Request, sessionId: string): Promise<Response> => {
    const { sessionToken, quality } = await readJson(
      request,
      HeartbeatRequest,
      MAX_BODY_BYTES.small,
    );
    await assertCaller(tokens, request, sessionToken, sessionId);
    const beat = await store.beatSession(sessionId);
    if (beat.outcome === "session_unknown") throw sessionUnknown();
    if (beat.outcome === "continue") {
      world.background("keep_watched", () => keepWatched(world, sessionId));
      if (quality !== undefined) {
        const note = async () => {
          await store.noteConnectionQuality(sessionId, quality);
        };
        world.background("note_line_quality", note);
      }
    }
    const { outcome: status, remainingSeconds } = beat;
    const isSpent = beat.outcome === "stop" && beat.endReason === COST_LIMIT;
    const reason = isSpent ? ({ reason: "cost" } as const) : {};
    const response: HeartbeatResponse = { status, remainingSeconds, ...reason };
    return Response.json(response);
  };
}

/** A segment whose function was killed is replaced at the next beat. */
async function keepWatched({ store, startSegment }: CoachWorld, sessionId: string): Promise<void> {
  if (startSegment === null) return;
  const { calls } = await store.listUnwatchedCalls(sessionId, MAX_CALLS);
  await Promise.all(calls.map((callId) => startSegment(callId, null)));
}
