import {
  ConsoleSessionRequest,
  type ConsoleSessionResponse,
} from "../../_shared/contract/console/member.ts";
import { readIssuer, verifyCoachToken } from "../../_shared/identity/coach-tokens.ts";
import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { OpenConsoleAnswer } from "../../_shared/store/console.ts";
import type { ConsoleWorld } from "../console-world.ts";

const MAX_BYTES = 8_192;

/** `POST /console/sessions`: a coach token of the page's server, once, for a session of a quarter of an hour. */
export function createPostSessions({ store, trust, hashMember }: ConsoleWorld) {
  return async (request: Request): Promise<Response> => {
    const { token } = await readJson(request, ConsoleSessionRequest, MAX_BYTES);
    const embedKey = readIssuer(token);
    const keys = await store.findTokenKeys(embedKey, request.headers.get("origin") ?? "");
    if (keys.outcome === "origin_forbidden") {
      const message = "The site does not admit this page's origin. Add it to the site's origins.";
      throw new ProblemError("origin_forbidden", message);
    }
    if (keys.outcome !== "ok") throw consoleOff();
    const { subject, ...claim } = await verifyCoachToken(token, keys, trust);
    const secret = createSecret();
    const opened = await store.openConsoleSession({
      ...{ embedKey, subjectKey: hashMember("token", `coach ${subject}`), name: claim.name },
      ...{ roles: claim.roles, cohorts: claim.cohorts, jti: claim.jti },
      ...{ tokenExpiresAt: claim.expiresAt, tokenHash: hashSecret(secret) },
    });
    if (opened.outcome !== "opened") throw toProblem(opened);
    const { expiresAt, member } = opened;
    const response: ConsoleSessionResponse = { token: secret, expiresAt, member };
    return Response.json(response, { status: 201 });
  };
}

function toProblem(refusal: Exclude<OpenConsoleAnswer, { outcome: "opened" }>): ProblemError {
  switch (refusal.outcome) {
    case "site_unknown":
    case "console_off":
      return consoleOff();
    case "role_refused": {
      const message = `Coach tokens of this site may give ${refusal.roles.join(", ")}.`;
      return new ProblemError("role_missing", message, { field: "token" });
    }
    case "cohort_unknown":
      return unauthorized("names no cohort that this member may see");
    case "token_used":
      return unauthorized("was used before. Sign one for each session");
    case "member_removed":
      return unauthorized("is of somebody who was removed from the console");
  }
}

function unauthorized(reason: string): ProblemError {
  const message = `The coach token ${reason}.`;
  return new ProblemError("caller_unauthorized", message, { field: "token" });
}

function consoleOff(): ProblemError {
  const message = "No site with this embed key has a console. Switch it on for the site.";
  return new ProblemError("feature_disabled", message);
}
