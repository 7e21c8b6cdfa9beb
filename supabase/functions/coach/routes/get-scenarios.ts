import type { ScenariosResponse } from "../../_shared/contract/learner-record.ts";
import type { CoachWorld } from "../coach-world.ts";
import { readSiteQuery } from "../read-site-query.ts";
import { toSiteProblem } from "../site-refusals.ts";

/** A browser may show its list of a minute ago; the embed key may stand in a header. */
const CACHING = { "cache-control": "private, max-age=60", vary: "x-embed-key" };

/** `GET /coach/scenarios`: what the learners of a site can practise. */
export function createGetScenarios({ store }: CoachWorld) {
  return async (request: Request): Promise<Response> => {
    const { embedKey, origin } = readSiteQuery(request);
    const found = await store.listScenarios(embedKey, origin);
    if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
    const response: ScenariosResponse = { scenarios: found.scenarios };
    return Response.json(response, { headers: CACHING });
  };
}
