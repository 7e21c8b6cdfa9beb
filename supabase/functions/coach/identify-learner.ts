import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { LearnerClaim } from "../_shared/identity/learner-tokens.ts";
import type { CoachWorld } from "./coach-world.ts";
import { toSiteProblem } from "./site-refusals.ts";

/** All that a request says of who practises, and where. */
export interface LearnerEvidence {
  readonly embedKey: string;
  readonly origin: string;
  readonly scenario: string;
  /** A signed word of the site; null for a learner whom nobody vouches for. */
  readonly learnerToken: string | null;
  readonly deviceId: string | null;
  /** Where the request comes from, as limits count it. */
  readonly network: string;
}

/** A learner as limits and records know one. */
export interface Learner {
  readonly learnerKey: string;
  /** Names the network of an anonymous learner; null where a token says who it is. */
  readonly addressKey: string | null;
  /** The token's claims; null for an anonymous learner. */
  readonly claim: LearnerClaim | null;
  /** False where only the address tells the learner apart, behind which there may be many. */
  readonly isKnown: boolean;
}

/**
 * Finds out who practises: by token where there is one, otherwise by device or, without one, by address.
 * @throws {ProblemError} caller_unauthorized, origin_forbidden, not_found, or upstream_unavailable.
 */
export async function identifyLearner(
  world: CoachWorld,
  evidence: LearnerEvidence,
  isStart: boolean,
): Promise<Learner> {
  const { learnerToken, deviceId, network } = evidence;
  if (learnerToken !== null) {
    const claim = await verifyToken(world, evidence, learnerToken, isStart);
    const learnerKey = world.hashLearner("token", claim.subject);
    return { learnerKey, addressKey: null, claim, isKnown: true };
  }
  const addressHash = world.hashLearner("address", network);
  return {
    learnerKey: deviceId === null ? addressHash : world.hashLearner("device", deviceId),
    addressKey: addressHash,
    claim: null,
    isKnown: deviceId !== null,
  };
}

async function verifyToken(
  world: CoachWorld,
  { embedKey, origin, scenario }: LearnerEvidence,
  token: string,
  isStart: boolean,
): Promise<LearnerClaim> {
  const found = await world.store.findTokenKeys(embedKey, origin);
  if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
  if (found.mode === "none") throw toSiteProblem("token_refused");
  try {
    return await world.learnerTokens.verify(token, found, { scenario, origin, isStart });
  } catch (error) {
    // An integrator sees the sentence in the page; the operator finds it here.
    if (error instanceof ProblemError) {
      world.log("debug", "learner_token_refused", {
        siteId: found.siteId,
        reason: error.message,
      });
    }
    throw error;
  }
}
