import * as z from "zod";
import { hashSecret } from "../../_shared/identity/secrets.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { LtiWorld } from "../lti-world.ts";
import { ShownSecret } from "../secrets.ts";
import { registerAtPlatform } from "../register-at-platform.ts";

const MAX_BYTES = 16_384;
const Url = z.url({ protocol: /^https?$/ }).max(2_000);
const RegisterRequest = z.object({
  invite: ShownSecret,
  configurationUrl: Url,
  registrationToken: z.nullable(z.string().max(8_192)),
  /** The page itself, without query and fragment. */
  pageUrl: Url.max(500),
});

const REFUSALS: Readonly<Record<string, string>> = {
  invite_unknown: "There is no such invitation. Ask whoever runs the practice service for one.",
  invite_used: "This invitation was used. Ask whoever runs the practice service for another.",
  invite_expired: "This invitation is too old. Ask whoever runs the practice service for another.",
  page_forbidden: "The site of this invitation does not admit this page's origin.",
  tokens_off: "The site of this invitation takes no learner tokens.",
  platform_taken: "This platform belongs to another site already.",
};

/** `POST /lti/register`: a platform that was invited registers itself, once. */
export function createPostRegister(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { invite, ...asked } = await readJson(request, RegisterRequest, MAX_BYTES);
    const secretHash = hashSecret(invite);
    // Before anybody is asked anything: whoever was not invited makes this service call nobody.
    const found = await world.store.findLtiInvite(secretHash);
    if (found.outcome !== "ok") throw refuse(found.outcome);
    if (!found.origins.includes(new URL(asked.pageUrl).origin)) throw refuse("page_forbidden");
    const registration = await registerAtPlatform(world, asked);
    const accepted = await world.store.acceptLtiInvite(secretHash, registration);
    if (accepted.outcome !== "saved") throw refuse(accepted.outcome);
    const { issuer, clientId, deployments } = registration;
    world.log("info", "lti_platform_registered", { issuer, clientId });
    return Response.json({ site: found.site, needsDeployment: deployments.length === 0 });
  };
}

function refuse(outcome: string): ProblemError {
  const message = REFUSALS[outcome] ?? "The platform's addresses are none that can be called.";
  return new ProblemError("request_invalid", message, { field: "invite" });
}
