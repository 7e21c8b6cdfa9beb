import type { AttemptsResponse } from "../../_shared/contract/learner-record.ts";
import type { CoachWorld } from "../coach-world.ts";
import { readKnownLearner } from "../read-known-learner.ts";
import { toSiteProblem } from "../site-refusals.ts";

const MAX_ATTEMPTS = 20;

/**
 * `GET /coach/attempts`: the learner's own latest attempts at a scenario, the oldest first. Asked as the brief is.
 */
export function createGetAttempts(world: CoachWorld) {
  return async (request: Request): Promise<Response> => {
    const learner = await readKnownLearner(world, request);
    const found = await world.store.listAttempts({ ...learner, limit: MAX_ATTEMPTS });
    if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
    const response: AttemptsResponse = { attempts: found.attempts };
    return Response.json(response);
  };
}
