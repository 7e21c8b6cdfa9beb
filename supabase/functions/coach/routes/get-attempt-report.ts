import { z } from "zod";
import { sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";
import { readKnownLearner } from "../read-known-learner.ts";
import { toSiteProblem } from "../site-refusals.ts";
import { answerReport } from "./get-report.ts";

const SessionId = z.uuid();

/**
 * `GET /coach/attempts/:id/report`: the report of one of the learner's own earlier attempts. Asked as the attempts are: no
 * session token is kept for so long. An attempt of somebody else is answered as one that never was.
 */
export function createGetAttemptReport(world: CoachWorld) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    const learner = await readKnownLearner(world, request);
    if (!SessionId.safeParse(sessionId).success) throw sessionUnknown();
    const stored = await world.store.getAttemptReport(learner, sessionId);
    if (stored.outcome === "session_unknown") throw sessionUnknown();
    if (stored.outcome !== "ok") throw toSiteProblem(stored.outcome);
    return answerReport(world, sessionId, stored);
  };
}
