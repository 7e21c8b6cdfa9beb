import * as z from "zod";
import {
  assertWebhookTarget,
  WebhookTargetError,
} from "../_shared/jobs/webhooks/webhook-target.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { readText } from "../_shared/runtime/http/read-body.ts";
import type { LtiRegistration } from "../_shared/store/lti.ts";
import type { LtiWorld } from "./lti-world.ts";

const TIMEOUT_MS = 8_000;
const MAX_BYTES = 65_536;
const AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/";
const TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration";
const PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration";
const NAME = "Maka Voice Coach";

const Url = z.url({ protocol: /^https?$/ }).max(500);
const PlatformConfiguration = z.object({
  issuer: z.string().min(1).max(500),
  authorization_endpoint: Url,
  token_endpoint: Url,
  jwks_uri: Url,
  registration_endpoint: Url,
  authorization_server: z.string().min(1).max(500).optional(),
  [PLATFORM]: z.looseObject({ product_family_code: z.string().max(80).optional() }).optional(),
});
const ToolConfiguration = z.object({
  client_id: z.string().min(1).max(255),
  [TOOL]: z.looseObject({ deployment_id: z.string().max(255).optional() }).optional(),
});

/** What the page was opened with. */
export interface RegistrationRequest {
  readonly configurationUrl: string;
  /** Null where the platform gave none. */
  readonly registrationToken: string | null;
  /** The page itself: the address of the tool. */
  readonly pageUrl: string;
}

/**
 * Reads what a platform says of itself, and registers this tool there. The page's origin is the tool's domain, since that is
 * where a platform lets frames use the microphone.
 * @throws {ProblemError} request_invalid or upstream_unavailable, with what an administrator can do.
 */
export async function registerAtPlatform(
  world: LtiWorld,
  { configurationUrl, registrationToken, pageUrl }: RegistrationRequest,
): Promise<LtiRegistration> {
  const found = PlatformConfiguration.safeParse(await ask(world, configurationUrl, {}));
  if (!found.success) throw refuse("The platform's description of itself lacks what is needed");
  const platform = found.data;
  const host = new URL(configurationUrl).host;
  if (!URL.canParse(platform.issuer) || new URL(platform.issuer).host !== host) {
    throw refuse("The platform describes itself as another one than it is");
  }
  const { authorization_endpoint: authUrl, token_endpoint: tokenUrl, jwks_uri: jwksUrl } = platform;
  for (const url of [authUrl, tokenUrl, jwksUrl]) await assertTarget(world, url);
  const bearer = registrationToken === null ? {} : { authorization: `Bearer ${registrationToken}` };
  const answer = await ask(world, platform.registration_endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...bearer },
    body: JSON.stringify(describeTool(world.baseUrl, pageUrl)),
  });
  const registered = ToolConfiguration.safeParse(answer);
  if (!registered.success) throw refuse("The platform gave no client id");
  const deployment = registered.data[TOOL]?.deployment_id;
  return {
    name: platform[PLATFORM]?.product_family_code ?? host,
    issuer: platform.issuer,
    clientId: registered.data.client_id,
    deployments: deployment === undefined ? [] : [deployment],
    tokenAudience: platform.authorization_server ?? tokenUrl,
    ...{ authUrl, tokenUrl, jwksUrl, pageUrl },
  };
}

function describeTool(baseUrl: string, pageUrl: string): object {
  const { host } = new URL(pageUrl);
  const types = ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"];
  return {
    ...{
      application_type: "web",
      client_name: NAME,
      token_endpoint_auth_method: "private_key_jwt",
    },
    response_types: ["id_token"],
    grant_types: ["implicit", "client_credentials"],
    initiate_login_uri: `${baseUrl}/login`,
    redirect_uris: [`${baseUrl}/launch`],
    jwks_uri: `${baseUrl}/jwks`,
    scope: ["lineitem", "score", "result.readonly"].map((name) => AGS_SCOPE + name).join(" "),
    [TOOL]: {
      ...{ domain: host, target_link_uri: pageUrl },
      description: "A spoken practice with an AI customer, and a report.",
      claims: ["iss", "sub", "given_name"],
      messages: types.map((type) => ({ type, target_link_uri: pageUrl, label: NAME })),
    },
  };
}

async function ask(world: LtiWorld, url: string, init: RequestInit): Promise<unknown> {
  await assertTarget(world, url);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await world
    .fetch(url, { ...init, redirect: "manual", signal })
    .catch((cause: unknown) => {
      throw new ProblemError("upstream_unavailable", "The platform could not be reached.", {
        cause,
      });
    });
  if (!response.ok) {
    await response.body?.cancel();
    throw refuse(`The platform answered with ${response.status}`);
  }
  const { body } = response;
  const text = await readText(
    new Request("http://platform.invalid", { method: "POST", body }),
    MAX_BYTES,
  );
  try {
    return JSON.parse(text);
  } catch {
    throw refuse("The platform answered with something else than JSON");
  }
}

async function assertTarget({ resolveHost, allowLocal }: LtiWorld, url: string): Promise<void> {
  try {
    await assertWebhookTarget(url, resolveHost, allowLocal);
  } catch (cause) {
    const why = cause instanceof WebhookTargetError ? ` (${cause.message})` : "";
    throw refuse(`An address of the platform does not lead to the open net${why}`, cause);
  }
}

function refuse(reason: string, cause?: unknown): ProblemError {
  const message = `${reason}. Register it by hand: npm run admin -- lti add.`;
  return new ProblemError("request_invalid", message, { cause });
}
