import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

import { HostileAgs } from "./hostile-ags.ts";

const LTI = "https://purl.imsglobal.org/spec/lti/claim/";
const AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
const SCOPES = "https://purl.imsglobal.org/spec/lti-ags/scope/";

/** How a token departs from what a sound platform would send. */
export interface TokenChanges {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the key set does not hold, under the name of one that it does. */
  readonly forged?: boolean;
  /** Seconds from now. */
  readonly issuedIn?: number;
  readonly expiresIn?: number;
}

/** What of a platform goes wrong; a test may change it at any time. */
interface LtiPlatformState {
  isAway: boolean;
  givesDeployment: boolean;
  /** The host that it says it is; null: its own. */
  issuerHost: string | null;
  /** Of the launches that it makes itself, beside those of a learner. */
  claims: Readonly<Record<string, unknown>>;
  /** Its gradebook, once it knows the tool. */
  ags: HostileAgs | null;
}

/** A learning platform of LTI 1.3 as far as a tool sees it: its keys, its tokens, its way of registering tools. */
export async function startLtiPlatform() {
  const kid = "platform-key-1";
  const own = await generateKeyPair("RS256", { extractable: true });
  const other = await generateKeyPair("RS256");
  const keySet: { keys: JWK[] } = {
    keys: [{ ...(await exportJWK(own.publicKey)), kid, alg: "RS256", use: "sig" }],
  };
  /** Paths that were asked for, and what was posted to register a tool. */
  const asked: string[] = [];
  /** What teachers chose, as it came back. */
  const choices: string[] = [];
  const registrations: { authorization: string | undefined; body: unknown }[] = [];
  const state: LtiPlatformState = {
    ...{ isAway: false, givesDeployment: true, issuerHost: null },
    claims: {},
    ags: null,
  };
  const grade = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = "", method = "GET", headers } = request;
    const { authorization = "", "content-type": type = "" } = headers;
    const body = await text(request);
    const init = { method, headers: { authorization, "content-type": type }, body };
    const given = (await state.ags?.fetch(url + path, init)) ?? new Response(null, { status: 404 });
    response.writeHead(given.status, Object.fromEntries(given.headers));
    response.end(await given.text());
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const asking = new URL(request.url ?? "", "http://platform");
    asked.push(asking.pathname);
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const show = (html: string): void => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><meta charset="utf-8" />${html}`);
    };
    const read = (then: (text: string) => void): void => {
      let text = "";
      request.setEncoding("utf8").on("data", (part: string) => (text += part));
      request.on("end", () => {
        then(text);
      });
    };
    const documents: Readonly<Record<string, object>> = {
      "/jwks": keySet,
      "/openid-configuration": describe(),
    };
    const { pathname, searchParams } = asking;
    if (state.isAway) answer(503, {});
    else if (pathname === "/course") show(toCourse(searchParams.get("login") ?? ""));
    else if (pathname === "/auth") {
      const [client = "", nonce = ""] = ["client_id", "nonce"].map(
        (name) => searchParams.get(name) ?? "",
      );
      void sign(client, nonce, { claims: state.claims }).then((token) => {
        show(toForm(searchParams, token));
      });
    } else if (pathname === "/deep-link") {
      read((text) => {
        choices.push(new URLSearchParams(text).get("JWT") ?? "");
        show("<p>Saved</p>");
      });
    } else if (pathname === "/register") {
      read((text) => {
        registrations.push({
          authorization: request.headers.authorization,
          body: JSON.parse(text),
        });
        const deployment = state.givesDeployment
          ? { deployment_id: "deployment-of-registration" }
          : {};
        answer(200, {
          client_id: "registered-client",
          "https://purl.imsglobal.org/spec/lti-tool-configuration": deployment,
        });
      });
    } else answer(pathname in documents ? 200 : 404, documents[pathname] ?? {});
  };
  const server = createServer((request, response) => {
    const isOfGradebook = /^\/(?:token|lineitems)/.test(request.url ?? "");
    if (isOfGradebook && !state.isAway) void grade(request, response);
    else serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${address.port}`;
  const describe = (): object => ({
    issuer: state.issuerHost === null ? url : `http://${state.issuerHost}`,
    authorization_endpoint: `${url}/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    registration_endpoint: `${url}/register`,
  });

  /** The claims of a learner who opens a practice in a course. */
  const claimsFor = (clientId: string, nonce: string): Record<string, unknown> => ({
    ...{ iss: url, aud: clientId, sub: "4", nonce, given_name: "Ada" },
    [`${LTI}message_type`]: "LtiResourceLinkRequest",
    [`${LTI}version`]: "1.3.0",
    [`${LTI}deployment_id`]: "1",
    [`${LTI}roles`]: ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
    [`${LTI}resource_link`]: { id: "link-1" },
    [`${LTI}launch_presentation`]: { locale: "fr" },
    [AGS]: {
      scope: [`${SCOPES}score`],
      lineitem: `${url}/lineitems/1?type_id=7`,
      lineitems: `${url}/lineitems`,
    },
  });

  /** Signs as this platform does, or as `changes` say. A claim that is undefined is left out. */
  const sign = (
    clientId: string,
    nonce: string,
    { claims = {}, header = {}, forged, issuedIn = 0, expiresIn = 60 }: TokenChanges = {},
  ): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000);
    const all: Record<string, unknown> = {
      ...claimsFor(clientId, nonce),
      ...{ iat: now + issuedIn, exp: now + expiresIn },
      ...claims,
    };
    const given = Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== undefined),
    );
    return new SignJWT(given)
      .setProtectedHeader({ alg: "RS256", kid, ...header })
      .sign(forged === true ? other.privateKey : own.privateKey);
  };

  return {
    ...{ url, kid, keySet, asked, registrations, choices, state, sign },
    /** Opens a gradebook with the column that launches name, for a tool whose keys stand at an address. */
    async openGradebook(clientId: string, jwksUrl: string): Promise<HostileAgs> {
      const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: JWK[] };
      const scopes = [`${SCOPES}score`];
      const ags = new HostileAgs(url, { clientId, keys, audience: `${url}/token`, scopes });
      ags.addLineItem({ id: `${url}/lineitems/1?type_id=7` });
      state.ags = ags;
      return ags;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A course: the tool in a frame, and storage for it, as some platforms offer. */
function toCourse(login: string): string {
  return `<html lang="en"><title>A course</title><main><h1>A course</h1>
    <iframe title="Practice" ${login === "" ? "" : `src="${login.replaceAll("&", "&amp;")}"`} allow="microphone *" width="800" height="720"></iframe></main>
    <script>
      const kept = {};
      addEventListener("message", ({ data, origin, source }) => {
        const { subject, message_id, key, value } = data ?? {};
        if (subject === "lti.put_data") kept[key] = value;
        if (!/^lti[.](put|get)_data$/.test(subject)) return;
        source.postMessage({ subject: subject + ".response", message_id, key, value: kept[key] }, origin);
      });
    </script>`;
}

/** What a browser posts to a tool by itself. */
function toForm(asked: URLSearchParams, token: string): string {
  const field = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${value}" />`;
  return `<form method="post" action="${asked.get("redirect_uri") ?? ""}">
    ${field("state", asked.get("state") ?? "")}${field("id_token", token)}</form>
    <script>document.forms[0].submit()</script>`;
}

/** A platform that runs. */
export type LtiPlatformDouble = Awaited<ReturnType<typeof startLtiPlatform>>;
