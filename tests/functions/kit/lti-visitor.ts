import assert from "node:assert/strict";
import type { LtiPlatformDouble, TokenChanges } from "../../kit/lms/lti-platform.ts";
import type { CoachPlatform } from "./coach-platform.ts";
import { callFunction } from "./database-site.ts";
import { ORIGIN } from "./fake-store.ts";
import { giveTokenSecret } from "./give-token-secret.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

export const CLAIM = "https://purl.imsglobal.org/spec/lti/claim/";
/** Where learners land. */
export const PAGE = `${ORIGIN}/lti.html`;
export const LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
export const TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";

/** The functions, and the learning platform before them. */
export interface LtiStage {
  readonly platform: CoachPlatform;
  readonly lms: LtiPlatformDouble;
}

/** A registration at the platform, for a site of its own. */
export async function registerCourse({ platform, lms }: LtiStage) {
  const embedKey = await platform.createSite({ learnerMaxLive: 2 });
  await giveTokenSecret(platform.sql, embedKey, "optional");
  const clientId = `client-${crypto.randomUUID()}`;
  const saved = await callFunction(platform.sql, "save_lti_platform", {
    p_site: embedKey,
    p_platform: {
      ...{ name: "Course", issuer: lms.url, client_id: clientId, deployments: ["1"] },
      ...{
        auth_url: `${lms.url}/auth`,
        token_url: `${lms.url}/token`,
        jwks_url: `${lms.url}/jwks`,
      },
      page_url: PAGE,
    },
    p_actor: "test",
  });
  assert.equal(saved["outcome"], "saved");
  return { embedKey, clientId, id: String(saved["platform_id"]) };
}

/** A learner's browser, with what it keeps. */
export class Visitor {
  cookie = "";
  readonly secret = "secret-of-the-page-0123456789abcdef";
  readonly #stage: LtiStage;
  readonly #clientId: string;

  constructor(stage: LtiStage, clientId: string) {
    this.#stage = stage;
    this.#clientId = clientId;
  }

  /** Asks as a browser that goes somewhere, in a window or in the frame of a course, and looks where it is sent. */
  async open(path: string, form?: Readonly<Record<string, string>>, place = "document") {
    const response = await fetch(`${this.#stage.platform.url}/functions/v1/lti/${path}`, {
      redirect: "manual",
      headers: {
        cookie: this.cookie,
        "accept-language": "de-CH,de;q=0.9",
        "sec-fetch-dest": place,
      },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";")[0] ?? "";
    const text = await response.text();
    const location = new URL(response.headers.get("location") ?? "about:blank");
    return {
      ...{ status: response.status, text, cookie, page: location.href.split("#")[0] },
      asked: location.searchParams,
      values: Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
    };
  }

  /** Asks as the page does. */
  async ask(path: string, body: object, showsCookie = true) {
    const headers = showsCookie ? { cookie: this.cookie } : {};
    return await this.#stage.platform.send("POST", `/lti/${path}`, { body, headers });
  }

  /** Goes as far as the platform: what it is asked for. */
  async arrive(keepsSecret = true) {
    const query = new URLSearchParams({
      ...{ iss: this.#stage.lms.url, client_id: this.#clientId, login_hint: "hint & more" },
      ...{ lti_message_hint: "57", target_link_uri: "https://evil.example/" },
    });
    const login = await this.open(`login?${query}`);
    const secretHash = keepsSecret ? await sha256(this.secret) : null;
    const begun = await this.ask("begin", { login: login.values["login"], secretHash });
    return { login, begun, asked: new URL(begun.body.authUrl ?? "about:blank").searchParams };
  }

  /** The whole way, up to what the page is opened with. */
  async launch(changes: TokenChanges = {}) {
    const { asked } = await this.arrive();
    const state = asked.get("state") ?? "";
    const withScenario = {
      [`${CLAIM}custom`]: { scenario: STORED_SCENARIO.id },
      ...changes.claims,
    };
    const nonce = asked.get("nonce") ?? "";
    const token = await this.#stage.lms.sign(this.#clientId, nonce, {
      ...changes,
      claims: withScenario,
    });
    return { state, token, landed: await this.open("launch", { state, id_token: token }) };
  }
}

/** In hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
