import * as z from "zod";
import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { readBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { hashIfAny } from "../secrets.ts";
import { FRAME_NAME, toState } from "../storage-target.ts";

const MAX_BYTES = 1_024;
const BeginRequest = z.object({
  login: z.uuid(),
  /** SHA-256 of what the page keeps, in hexadecimal; null where it can keep nothing. */
  secretHash: z.nullable(z.string().regex(/^[0-9a-f]{64}$/)),
  /** The frame that keeps it for the page, where the platform does. */
  target: z.optional(z.string().regex(FRAME_NAME)),
});

/** `POST /lti/begin`: the page says what it keeps, and is told where the platform identifies the learner. */
export function createPostBegin({ store, baseUrl }: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { login, secretHash, target } = await readJson(request, BeginRequest, MAX_BYTES);
    const [state, nonce] = [toState(target), createSecret()];
    const cookieHash = hashIfAny(readBrowserCookie(request));
    const begun = await store.beginLtiLogin({
      ...{ loginId: login, secretHash, cookieHash },
      ...{ stateHash: hashSecret(state), nonceHash: hashSecret(nonce) },
    });
    if (begun.outcome === "window_needed") return Response.json({ windowNeeded: true });
    if (begun.outcome !== "begun") {
      const message = "This launch is over or was begun before. Open the practice from its course.";
      throw new ProblemError("not_found", message, { field: "login" });
    }
    const url = new URL(begun.authUrl);
    const parameters = {
      ...{ scope: "openid", response_type: "id_token", response_mode: "form_post" },
      ...{ prompt: "none", client_id: begun.clientId, redirect_uri: `${baseUrl}/launch` },
      ...{ login_hint: begun.loginHint, state, nonce },
      ...(begun.messageHint === null ? {} : { lti_message_hint: begun.messageHint }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return Response.json({ authUrl: url.href });
  };
}
