import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import type { OpenLoginAnswer } from "../../_shared/store/lti.ts";
import { beginLogin } from "../begin-login.ts";
import { readBrowserCookie, toBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { readParameters } from "../read-parameters.ts";
import { LaunchRefusal } from "../refusal.ts";
import { refuseLaunch } from "../refuse-launch.ts";
import { seeOther, toPage } from "../see-other.ts";
import { FRAME_NAME } from "../storage-target.ts";

const MAX_HINT_CHARACTERS = 16_384;

/**
 * `GET` and `POST /lti/login`: a platform sends a learner. The page goes on from here, since only a page can keep a
 * secret where a browser keeps no cookie. Where the learner shall land is registered; `target_link_uri` is not followed.
 */
export function createLogin(world: LtiWorld) {
  return async (request: Request, context: RequestContext): Promise<Response> => {
    const read = await readParameters(request);
    const [issuer, loginHint, messageHint] = [
      read("iss"),
      read("login_hint"),
      read("lti_message_hint"),
    ];
    const place = { request, context, pageUrl: null };
    const isShort = (text: string | null) => (text ?? "").length <= MAX_HINT_CHARACTERS;
    if (issuer === null || loginHint === null || !isShort(loginHint) || !isShort(messageHint)) {
      return refuseLaunch(world, new LaunchRefusal("request_incomplete"), place);
    }
    const clientId = read("client_id");
    const kept = readBrowserCookie(request);
    const cookie = kept ?? createSecret();
    const cookieHash = hashSecret(cookie);
    const opened = await world.store.openLtiLogin({
      ...{ issuer, clientId, loginHint, messageHint },
      deploymentId: read("lti_deployment_id"),
      cookieHash,
    });
    if (opened.outcome !== "opened") {
      return refuseLaunch(world, new LaunchRefusal(opened.outcome, { issuer, clientId }), place);
    }
    const begun =
      kept !== null && isFramed(request)
        ? await beginLogin(world, opened.loginId, { secretHash: null, cookieHash })
        : null;
    const response =
      begun?.outcome === "begun"
        ? seeOther(begun.authUrl)
        : toPage(opened.pageUrl, toPageValues(opened, read("lti_storage_target") ?? ""));
    response.headers.append("set-cookie", toBrowserCookie(cookie));
    return response;
  };
}

/**
 * Whether a frame of the course asks. What comes back to a frame comes along with what the page in it asks for, so that a
 * browser that showed our cookie needs no page to keep a secret; in a window of its own the page may be another site.
 */
function isFramed(request: Request): boolean {
  return request.headers.get("sec-fetch-dest") === "iframe";
}

function toPageValues(
  { loginId, authUrl }: Extract<OpenLoginAnswer, { outcome: "opened" }>,
  target: string,
): Readonly<Record<string, string>> {
  const platform = new URL(authUrl).origin;
  return { login: loginId, platform, ...(FRAME_NAME.test(target) ? { target } : {}) };
}
