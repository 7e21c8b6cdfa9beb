import * as z from "zod";
import { hashSecret } from "../../_shared/identity/secrets.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { launchOver } from "../launch-over.ts";
import type { LtiWorld } from "../lti-world.ts";
import { ShownSecret } from "../secrets.ts";

const ResultRequest = z.object({ pass: ShownSecret });

/** `POST /lti/result`: how the learner's latest score fares on its way to the course. */
export function createPostResult({ store }: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { pass } = await readJson(request, ResultRequest, 1_024);
    const read = await store.readLtiScore(hashSecret(pass));
    if (read.outcome !== "ok") throw launchOver();
    return Response.json({ state: read.state });
  };
}
