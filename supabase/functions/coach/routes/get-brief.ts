import { z } from "zod";
import type { Brief } from "../../_shared/contract/brief.ts";
import { EmbedKey, ScenarioId } from "../../_shared/contract/identifiers.ts";
import { CONSENT_VERSION, DeviceId } from "../../_shared/contract/session.ts";
import { parseInput } from "../../_shared/http/parse-input.ts";
import { PublicPart } from "../../_shared/scenario/schema.ts";
import { readAddress, readBearer, readOrigin } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";
import { identifyLearner } from "../identify-learner.ts";
import { toSiteProblem } from "../site-refusals.ts";

/** Unknown parameters are left alone: the platform has some of its own. */
const Query = z.object({
  scenario: ScenarioId,
  embedKey: EmbedKey,
  deviceId: z.optional(DeviceId),
});

/**
 * `GET /coach/brief`: what a learner sees before the call. The embed key comes in the query, which needs no
 * preflight, or as `x-embed-key`. What is left is told for the learner of an `Authorization: Bearer` token (which
 * is not used up by it), otherwise for that of `deviceId`, otherwise for the network.
 */
export function createGetBrief(world: CoachWorld) {
  return async (request: Request): Promise<Response> => {
    const origin = readOrigin(request);
    const parameters = new URL(request.url).searchParams;
    const { scenario, embedKey, deviceId } = parseInput(Query, {
      scenario: parameters.get("scenario") ?? undefined,
      embedKey: request.headers.get("x-embed-key") ?? parameters.get("embedKey") ?? undefined,
      deviceId: parameters.get("deviceId") ?? undefined,
    });
    const evidence = {
      ...{ embedKey, origin, scenario, deviceId: deviceId ?? null },
      ...{ learnerToken: readBearer(request) || null, address: readAddress(request) },
    };
    const { learnerKey, addressKey, claim } = await identifyLearner(world, evidence, false);
    const query = { embedKey, origin, scenario, learnerKey, addressKey };
    const found = await world.store.getBrief({ ...query, isAnonymous: claim === null });
    if (found.outcome !== "ok") throw toSiteProblem(found.outcome);
    const { public: shown, ...identity } = found.scenario;
    const { situation, persona, objectives, opens } = PublicPart.parse(shown);
    const brief: Brief = {
      scenario: { ...identity, situation, persona, objectives, opens },
      limits: { sessionSeconds: found.sessionSeconds, remainingSeconds: found.remainingSeconds },
      consent: { version: CONSENT_VERSION, retentionDays: found.retentionDays },
      features: { voice: found.voice },
      rehearsal: world.rehearsal,
    };
    return Response.json(brief);
  };
}
