import { createSecret, hashSecret } from "../../_shared/identity/secrets.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { readBrowserCookie, toBrowserCookie } from "../browser-cookie.ts";
import type { LtiWorld } from "../lti-world.ts";
import { readParameters } from "../read-parameters.ts";
import { LaunchRefusal } from "../refusal.ts";
import { refuseLaunch, toPage } from "../refuse-launch.ts";
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
    const cookie = readBrowserCookie(request) ?? createSecret();
    const opened = await world.store.openLtiLogin({
      ...{ issuer, clientId, loginHint, messageHint },
      deploymentId: read("lti_deployment_id"),
      cookieHash: hashSecret(cookie),
    });
    if (opened.outcome !== "opened") {
      return refuseLaunch(world, new LaunchRefusal(opened.outcome, { issuer, clientId }), place);
    }
    const target = read("lti_storage_target") ?? "";
    const response = toPage(opened.pageUrl, {
      login: opened.loginId,
      platform: new URL(opened.authUrl).origin,
      ...(FRAME_NAME.test(target) ? { target } : {}),
    });
    response.headers.append("set-cookie", toBrowserCookie(cookie));
    return response;
  };
}
