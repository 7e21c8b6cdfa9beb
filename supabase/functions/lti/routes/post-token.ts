import * as z from "zod";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { LtiWorld } from "../lti-world.ts";
import { describeLaunch } from "../open-launch.ts";
import { ShownSecret } from "../secrets.ts";

const TokenRequest = z.object({ pass: ShownSecret });

/**
 * `POST /lti/token`: a fresh learner token for another start of the same launch, and what the tag needs, so that a page
 * that was loaded again goes on.
 */
export function createPostToken(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { pass } = await readJson(request, TokenRequest, 1_024);
    return Response.json(await describeLaunch(world, pass));
  };
}
