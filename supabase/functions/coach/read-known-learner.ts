import type { LearnerQuery } from "../_shared/store/learners.ts";
import type { CoachWorld } from "./coach-world.ts";
import { identifyLearner } from "./identify-learner.ts";
import { readLearnerQuery } from "./read-site-query.ts";

/**
 * Reads whose records a request asks for, as the brief is asked for. Behind one address may be many people, so a learner
 * whom nothing else tells apart is nobody here and has no records at all.
 * @throws {ProblemError} request_invalid, or what `identifyLearner` throws.
 */
export async function readKnownLearner(world: CoachWorld, request: Request): Promise<LearnerQuery> {
  const evidence = readLearnerQuery(request, world.readNetwork);
  const { embedKey, origin, scenario } = evidence;
  const { learnerKey, claim, isKnown } = await identifyLearner(world, evidence, false);
  const isAnonymous = claim === null;
  return { embedKey, origin, scenario, learnerKey: isKnown ? learnerKey : null, isAnonymous };
}
