import {
  HeartbeatRequest,
  type HeartbeatResponse,
  MAX_BODY_BYTES,
} from "../../_shared/contract/session.ts";
import { readJson } from "../../_shared/http/read-json.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

/** `POST /coach/sessions/:id/heartbeat`: a sign of life, answered with whether the call may go on. */
export function createPostHeartbeat({ store, tokens }: CoachWorld) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    const { sessionToken } = await readJson(request, HeartbeatRequest, MAX_BODY_BYTES.small);
    await assertCaller(tokens, request, sessionToken, sessionId);
    const beat = await store.beatSession(sessionId);
    if (beat.outcome === "session_unknown") throw sessionUnknown();
    const { outcome: status, remainingSeconds } = beat;
    const response: HeartbeatResponse = { status, remainingSeconds };
    return Response.json(response);
  };
}
