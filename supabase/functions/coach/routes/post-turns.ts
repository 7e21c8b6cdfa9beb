import {
  MAX_BODY_BYTES,
  TurnsRequest,
  type TurnsResponse,
} from "../../_shared/contract/session.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

/**
 * `POST /coach/sessions/:id/turns`: keeps the browser's copy of the transcript. Repeating a number changes
 * nothing; the answer says which numbers are missing.
 */
export function createPostTurns({ store, tokens }: CoachWorld) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    const { sessionToken, turns } = await readJson(request, TurnsRequest, MAX_BODY_BYTES.turns);
    await assertCaller(tokens, request, sessionToken, sessionId);
    const appended = await store.appendTurns(sessionId, turns);
    if (appended.outcome === "session_unknown") throw sessionUnknown();
    if (appended.outcome === "closed") {
      throw new ProblemError("conflict", "The transcript of this session is closed.");
    }
    const { contiguous, missing } = appended;
    const response: TurnsResponse = { contiguous, missing };
    return Response.json(response);
  };
}
