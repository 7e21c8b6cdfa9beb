import type { JWTPayload } from "jose";
import * as z from "zod";
import { LocaleTag, ScenarioId } from "../_shared/contract/identifiers.ts";
import type { LtiArrival, LtiPlatform } from "../_shared/store/lti.ts";
import { AGS, DEEP_LINKING, LTI } from "./claims.ts";
import type { LtiWorld } from "./lti-world.ts";
import { LaunchRefusal, type RefusalReason } from "./refusal.ts";

const SETTINGS = `${DEEP_LINKING}deep_linking_settings` as const;
const KINDS: Readonly<Record<string, LtiArrival["kind"]>> = {
  LtiResourceLinkRequest: "resource_link",
  LtiDeepLinkingRequest: "deep_linking",
};
/** A role in the course, in full or as older platforms write it; a sub-role of a learner counts too. */
const LEARNER = /(?:^|\/membership(?:\/Learner)?#)(?:\w*Learner)$/;
const MAX_NAME_CHARACTERS = 80;

const Name = z.string().min(1).max(255);
const Address = z.url({ protocol: /^https?$/ }).max(2_000);

const Claims = z.object({
  sub: z.string().max(255).optional(),
  name: z.string().optional().catch(undefined),
  given_name: z.string().optional().catch(undefined),
  [`${LTI}message_type`]: z.string(),
  [`${LTI}version`]: z.string(),
  [`${LTI}deployment_id`]: Name,
  [`${LTI}roles`]: z.array(z.string()).catch([]),
  [`${LTI}target_link_uri`]: z.string().optional().catch(undefined),
  [`${LTI}resource_link`]: z.object({ id: Name }).optional(),
  [`${LTI}custom`]: z.looseObject({ scenario: z.string().optional().catch(undefined) }).catch({}),
  [`${LTI}launch_presentation`]: z
    .looseObject({ locale: z.string().optional().catch(undefined) })
    .catch({}),
  [AGS]: z
    .object({
      scope: z.array(z.string().max(200)).max(20).catch([]),
      lineitem: Address.optional().catch(undefined),
      lineitems: Address.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  [SETTINGS]: z
    .object({
      deep_link_return_url: Address,
      accept_types: z.array(z.string()).catch(["ltiResourceLink"]),
      data: z.string().optional(),
    })
    .optional(),
});

/** Where a choice goes back to, as a launch keeps it. */
export const DeepLinkReturn = z.object({
  returnUrl: Address,
  data: z.nullable(z.string()),
});

/** Says why a launch is refused, with whose it is. */
type Refuse = (reason: RefusalReason) => LaunchRefusal;

/** What of a verified launch is kept. @throws {LaunchRefusal} where it is none of LTI 1.3 that can be served. */
export function toArrival(
  { hashLearner }: LtiWorld,
  payload: JWTPayload,
  { issuer, clientId }: LtiPlatform,
): Omit<LtiArrival, "loginId" | "codeHash"> {
  const parsed = Claims.safeParse(payload);
  if (!parsed.success) {
    const claim = parsed.error.issues[0]?.path.join(".");
    throw new LaunchRefusal("token_malformed", { issuer, clientId, claim });
  }
  const claims = parsed.data;
  const deploymentId = claims[`${LTI}deployment_id`];
  const refuse: Refuse = (reason) => new LaunchRefusal(reason, { issuer, clientId, deploymentId });
  const { sub: subject = "" } = claims;
  if (claims[`${LTI}version`] !== "1.3.0") throw refuse("version_wrong");
  const place = readPlace(claims, refuse);
  if (subject === "") throw refuse("learner_unnamed");
  const tokenSubject = `lti-${hashLearner("token", JSON.stringify([issuer, clientId, subject]))}`;
  return {
    ...{ deploymentId, subject, tokenSubject, ...place, ...readGrades(claims) },
    learnerKey: hashLearner("token", tokenSubject),
    learnerName: readName(claims.given_name ?? claims.name),
    locale: readLocale(claims[`${LTI}launch_presentation`].locale),
    isLearner: claims[`${LTI}roles`].some((role) => LEARNER.test(role)),
  };
}

/** What the place in the course is, or that one is to be chosen. */
function readPlace(
  claims: ReadClaims,
  refuse: Refuse,
): Pick<LtiArrival, "kind" | "resourceLinkId" | "scenarioId" | "deepLinking"> {
  const kind = KINDS[claims[`${LTI}message_type`]];
  if (kind === undefined) throw refuse("kind_unknown");
  if (kind === "deep_linking") {
    const deepLinking = readReturn(claims[SETTINGS], refuse);
    return { kind, resourceLinkId: null, scenarioId: null, deepLinking };
  }
  const resourceLinkId = claims[`${LTI}resource_link`]?.id;
  if (resourceLinkId === undefined) throw refuse("token_malformed");
  const scenarioId = readScenario(claims);
  if (scenarioId === null) throw refuse("scenario_missing");
  return { kind, resourceLinkId, scenarioId, deepLinking: null };
}

/** Where scores go, if the platform takes any. */
function readGrades(claims: ReadClaims): Pick<LtiArrival, "lineItem" | "lineItems" | "scopes"> {
  const { lineitem = null, lineitems = null, scope = [] } = claims[AGS] ?? {};
  return { lineItem: lineitem, lineItems: lineitems, scopes: scope };
}

type ReadClaims = z.infer<typeof Claims>;

/** What Deep Linking chose comes back signed; a tool that was added by hand names it in its address. */
function readScenario(claims: ReadClaims): string | null {
  const address = claims[`${LTI}target_link_uri`] ?? "";
  const asked = URL.canParse(address) ? new URL(address).searchParams.get("scenario") : null;
  const parsed = ScenarioId.safeParse(claims[`${LTI}custom`].scenario ?? asked);
  return parsed.success ? parsed.data : null;
}

function readName(name: string | undefined): string | null {
  const text = (name ?? "").toWellFormed().replaceAll("\u0000", "").trim();
  return (
    text
      .slice(0, MAX_NAME_CHARACTERS)
      .replace(/[\uD800-\uDBFF]$/, "")
      .trim() || null
  );
}

function readLocale(locale: string | undefined): string | null {
  const parsed = LocaleTag.safeParse((locale ?? "").replaceAll("_", "-"));
  return parsed.success ? parsed.data : null;
}

function readReturn(
  settings: ReadClaims[typeof SETTINGS],
  refuse: Refuse,
): z.infer<typeof DeepLinkReturn> {
  if (settings === undefined) throw refuse("token_malformed");
  if (!settings.accept_types.includes("ltiResourceLink")) throw refuse("kind_unknown");
  return { returnUrl: settings.deep_link_return_url, data: settings.data ?? null };
}
