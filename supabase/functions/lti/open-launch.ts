import { hashSecret } from "../_shared/identity/secrets.ts";
import type { FoundLaunch } from "../_shared/store/lti.ts";
import { launchOver } from "./launch-over.ts";
import type { LtiWorld } from "./lti-world.ts";
import { mintLearnerToken } from "./mint-learner-token.ts";

/** The launch behind a pass. @throws {ProblemError} not_found. */
export async function findLaunch({ store }: LtiWorld, pass: string): Promise<FoundLaunch> {
  const found = await store.findLtiLaunch(hashSecret(pass));
  if (found.outcome !== "ok") throw launchOver();
  return found;
}

/**
 * What the page goes on with: a tag's attributes and a fresh learner token, or, where a teacher is to choose, whose
 * scenarios.
 * @throws {ProblemError} not_found, and as `mintLearnerToken`.
 */
export async function describeLaunch(world: LtiWorld, pass: string) {
  const launch = await findLaunch(world, pass);
  const { kind, embedKey, locale, isLearner, isScored, scenarioId: scenario } = launch;
  if (kind === "deep_linking") return { embedKey, locale, choose: true };
  const learnerToken = await mintLearnerToken(world, pass, launch);
  return { embedKey, scenario, locale, learnerToken, isLearner, isScored };
}
