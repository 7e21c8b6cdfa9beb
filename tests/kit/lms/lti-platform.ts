import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

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
  const registrations: { authorization: string | undefined; body: unknown }[] = [];
  const state = { isAway: false, givesDeployment: true, issuerHost: null as string | null };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (state.isAway) return answer(503, {});
    if (path === "/jwks") return answer(200, keySet);
    if (path === "/openid-configuration") return answer(200, describe());
    if (path !== "/register") return answer(404, {});
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      registrations.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
      const deployment = state.givesDeployment
        ? { deployment_id: "deployment-of-registration" }
        : {};
      answer(200, {
        client_id: "registered-client",
        "https://purl.imsglobal.org/spec/lti-tool-configuration": deployment,
      });
    });
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
    const all = {
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
    ...{ url, kid, keySet, asked, registrations, state, sign },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A platform that runs. */
export type LtiPlatformDouble = Awaited<ReturnType<typeof startLtiPlatform>>;
