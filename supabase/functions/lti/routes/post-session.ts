import * as z from "zod";
import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { readBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { launchOver } from "../launch-over.ts";
import { describeLaunch } from "../open-launch.ts";
import { hashIfAny, ShownSecret } from "../secrets.ts";

const MAX_BYTES = 1_024;
const SessionRequest = z.object({
  login: z.uuid(),
  code: ShownSecret,
  /** What the page kept; null where it could keep nothing. */
  secret: z.nullable(ShownSecret),
});

/**
 * `POST /lti/session`: the page exchanges its code, once, for what its tag needs, and for a pass, for which it gets a fresh
 * learner token at each start.
 */
export function createPostSession(world: LtiWorld) {
  return async (request: Request): Promise<Response> => {
    const { login, code, secret } = await readJson(request, SessionRequest, MAX_BYTES);
    const pass = createSecret();
    const taken = await world.store.takeLtiCode({
      ...{ loginId: login, codeHash: hashSecret(code), passHash: hashSecret(pass) },
      secretHash: hashIfAny(secret),
      cookieHash: hashIfAny(readBrowserCookie(request)),
    });
    if (taken.outcome === "browser_unknown") {
      const message = "This launch began in another browser, or this one forgot it.";
      throw new ProblemError("caller_unauthorized", message, { field: "secret" });
    }
    if (taken.outcome !== "taken") throw launchOver();
    return Response.json({ pass, ...(await describeLaunch(world, pass)) });
  };
}
