import * as z from "zod";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { LtiWorld } from "../lti-world.ts";
import { findLaunch, mintLearnerToken } from "../mint-learner-token.ts";

const TokenRequest = z.object({ pass: z.string().min(16).max(200) });

/**
 * `POST /lti/token`: a fresh learner token for another start of the same launch, and what the tag needs, so that a page
 * that was loaded again goes on.
 */
export function createPostToken(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { pass } = await readJson(request, TokenRequest, 1_024);
    const launch = await findLaunch(world, pass);
    const { kind, embedKey, locale, isScored, scenarioId } = launch;
    if (kind === "deep_linking") return Response.json({ embedKey, locale, choose: true });
    const learnerToken = await mintLearnerToken(world, pass, launch);
    return Response.json({ embedKey, scenario: scenarioId, locale, learnerToken, isScored });
  };
}
