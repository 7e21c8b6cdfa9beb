import type { Brief } from "../../_shared/contract/brief.ts";
import { CONSENT_VERSION } from "../../_shared/contract/limits.ts";
import type { LearnerClaim } from "../../_shared/identity/learner-tokens.ts";
import type { BriefAnswer } from "../../_shared/store/scenarios.ts";
import type { CoachWorld } from "../coach-world.ts";
import { identifyLearner } from "../identify-learner.ts";
import { readLearnerQuery } from "../read-site-query.ts";
import { toSiteProblem } from "../site-refusals.ts";
import { toNotices } from "../to-notices.ts";

type Found = Extract<BriefAnswer, { outcome: "ok" }>;

/**
 * `GET /coach/brief`: what a learner sees before the call. What is left is told for the learner of a token (which
 * is not used up by it), otherwise for that of `deviceId`, otherwise for the network; attempts only for the first two.
 */
export function createGetBrief(world: CoachWorld) {
  return async (request: Request): Promise<Response> => {
    const evidence = readLearnerQuery(request, world.readNetwork);
    const { embedKey, origin, scenario, locale } = evidence;
    const { learnerKey, addressKey, claim, isKnown } = await identifyLearner(
      world,
      evidence,
      false,
    );
    const query = { embedKey, origin, scenario, learnerKey, addressKey };
    const found = await world.store.getBrief({ ...query, isAnonymous: claim === null });
    if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
    const { public: shown, ...identity } = found.scenario;
    const { situation, persona, objectives, opens } = shown;
    const { remainingSeconds, resetsAt, retentionDays, facts, practiceUrl } = found;
    const allowed = isKnown ? (found.attempts.allowed ?? Infinity) : Infinity;
    const mayStart = found.voice && found.attempts.made < allowed;
    const purpose = toPurpose(found, claim);
    const brief: Brief = {
      scenario: { ...identity, situation, persona, objectives, opens },
      limits: {
        sessionSeconds: mayStart ? found.sessionSeconds : 0,
        remainingSeconds,
        resetsAt,
      },
      consent: {
        ...{ version: CONSENT_VERSION, retentionDays, facts },
        notices: toNotices({ ...found, purpose }, locale),
        told: {
          ...(found.results ? { results: true } : {}),
          ...(purpose === "official" ? { purpose } : {}),
        },
      },
      purpose,
      ...(isKnown ? { attempts: found.attempts } : {}),
      practiceUrl,
      features: { voice: found.voice },
      rehearsal: world.rehearsal,
    };
    return Response.json(brief);
  };
}

/** Where coaches read official attempts, nobody knows what one is before a token says who practises. */
function toPurpose({ coaches, purpose }: Found, claim: LearnerClaim | null): Brief["purpose"] {
  if (coaches === null) return "practice";
  if (claim === null) return null;
  return claim.purpose === "official" ? "official" : purpose;
}
