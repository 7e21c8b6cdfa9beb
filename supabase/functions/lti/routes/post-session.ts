import * as z from "zod";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import { readBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { findLaunch, launchOver, mintLearnerToken } from "../mint-learner-token.ts";
import { createSecret, hashIfAny, hashSecret } from "../secrets.ts";

const MAX_BYTES = 1_024;
const Secret = z.string().min(16).max(200);
const SessionRequest = z.object({
  login: z.uuid(),
  code: Secret,
  /** What the page kept; null where it could keep nothing. */
  secret: z.nullable(Secret),
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
    const launch = await findLaunch(world, pass);
    const { kind, embedKey, locale, isScored, scenarioId } = launch;
    if (kind === "deep_linking") return Response.json({ pass, embedKey, locale, choose: true });
    const learnerToken = await mintLearnerToken(world, pass, launch);
    const scenario = scenarioId;
    return Response.json({ pass, embedKey, scenario, locale, learnerToken, isScored });
  };
}
