import type { AttemptsResponse } from "../../_shared/contract/learner-record.ts";
import type { CoachWorld } from "../coach-world.ts";
import { identifyLearner } from "../identify-learner.ts";
import { readLearnerQuery } from "../read-site-query.ts";
import { toSiteProblem } from "../site-refusals.ts";

const MAX_ATTEMPTS = 20;

/**
 * `GET /coach/attempts`: the learner's own latest attempts at a scenario, the oldest first. Asked as the brief is.
 * Behind one address may be many people, so a learner whom nothing else tells apart sees no attempts at all.
 */
export function createGetAttempts(world: CoachWorld) {
  return async (request: Request): Promise<Response> => {
    const evidence = readLearnerQuery(request, world.readNetwork);
    const { embedKey, origin, scenario } = evidence;
    const { learnerKey, claim, isKnown } = await identifyLearner(world, evidence, false);
    const found = await world.store.listAttempts({
      ...{ embedKey, origin, scenario, limit: MAX_ATTEMPTS },
      ...{ learnerKey: isKnown ? learnerKey : null, isAnonymous: claim === null },
    });
    if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
    const response: AttemptsResponse = { attempts: found.attempts };
    return Response.json(response);
  };
}
