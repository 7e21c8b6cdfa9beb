import { RatingRequest } from "../../_shared/contract/learner-record.ts";
import { MAX_BODY_BYTES } from "../../_shared/contract/session.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

/**
 * `POST /coach/sessions/:id/rating`: how the learner found the practice, until a day after its end. A second
 * rating takes the place of the first.
 */
export function createPostRating({ store, tokens }: CoachWorld) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    const body = await readJson(request, RatingRequest, MAX_BODY_BYTES.small);
    await assertCaller(tokens, request, body.sessionToken, sessionId);
    const { stars, comment = null } = body;
    const { outcome } = await store.rateSession(sessionId, { stars, comment });
    if (outcome === "session_unknown") throw sessionUnknown();
    if (outcome === "closed") {
      const message = "A practice is rated once its call took place, until a day after its end.";
      throw new ProblemError("conflict", message);
    }
    return Response.json({ stars, comment });
  };
}
