import * as z from "zod";
import { Opaque, outcome, row } from "./answer-row.ts";
import { type CallSql, createCallSql, type SqlAddress, withSnakeKeys } from "./call-sql.ts";

const LtiPlatform = row(
  z.object({
    id: z.uuid(),
    issuer: z.string(),
    clientId: z.string(),
    authUrl: z.string(),
    jwksUrl: z.string(),
  }),
);

/** A learning platform, as a launch is held against it. */
export type LtiPlatform = z.infer<typeof LtiPlatform>;

/** What `open_lti_login` answers. */
export const OpenLoginAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("opened"),
      loginId: z.uuid(),
      pageUrl: z.string(),
      authUrl: z.string(),
    }),
    z.object(outcome("platform_unknown")),
  ]),
);
export type OpenLoginAnswer = z.infer<typeof OpenLoginAnswer>;

/** What `begin_lti_login` answers. `window_needed`: the browser keeps nothing in this frame. */
export const BeginLoginAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("begun"),
      clientId: z.string(),
      authUrl: z.string(),
      loginHint: z.string(),
      messageHint: z.nullable(z.string()),
    }),
    z.object({ outcome: z.enum(["login_unknown", "login_used", "window_needed"]) }),
  ]),
);
export type BeginLoginAnswer = z.infer<typeof BeginLoginAnswer>;

/** What `take_lti_state` answers. */
export const TakeStateAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("taken"),
      loginId: z.uuid(),
      nonceHash: z.string(),
      pageUrl: z.string(),
      platform: LtiPlatform,
      /** The platform's keys as read last. */
      jwks: z.nullable(Opaque),
      jwksAgeSeconds: z.nullable(z.number()),
    }),
    z.object({ outcome: z.enum(["state_used", "state_expired"]), pageUrl: z.string() }),
    z.object(outcome("state_unknown")),
  ]),
);
export type TakeStateAnswer = z.infer<typeof TakeStateAnswer>;

/** What `find_lti_launch` answers. */
export const FindLaunchAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      kind: z.enum(["resource_link", "deep_linking"]),
      embedKey: z.string(),
      siteId: z.uuid(),
      tokenMode: z.enum(["none", "optional", "required"]),
      pageUrl: z.string(),
      tokenSubject: z.string(),
      learnerName: z.nullable(z.string()),
      locale: z.nullable(z.string()),
      scenarioId: z.nullable(z.string()),
      /** Whether a score of this person counts. */
      isLearner: z.boolean(),
      /** Whether the course takes it. */
      isScored: z.boolean(),
      deepLinking: z.nullable(Opaque),
      issuer: z.string(),
      clientId: z.string(),
      deploymentId: z.string(),
    }),
    z.object(outcome("pass_unknown")),
  ]),
);
export type FindLaunchAnswer = z.infer<typeof FindLaunchAnswer>;

/** A launch that is there. */
export type FoundLaunch = Extract<FindLaunchAnswer, { outcome: "ok" }>;

/** What `read_lti_score` answers: `waiting` after an attempt that failed, `refused` where it was given up. */
export const ReadScoreAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      state: z.enum(["ungraded", "none", "sending", "waiting", "taken", "refused"]),
    }),
    z.object(outcome("pass_unknown")),
  ]),
);
export type ReadScoreAnswer = z.infer<typeof ReadScoreAnswer>;

/** What `note_lti_token` answers. */
export const NoteTokenAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("noted"), siteId: z.uuid(), kid: z.string() }),
    z.object({ outcome: z.enum(["pass_unknown", "pass_spent"]) }),
  ]),
);
export type NoteTokenAnswer = z.infer<typeof NoteTokenAnswer>;

/** What `find_lti_invite` answers. */
export const FindInviteAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), site: z.string(), origins: z.array(z.string()) }),
    z.object({ outcome: z.enum(["invite_unknown", "invite_used", "invite_expired"]) }),
  ]),
);
export type FindInviteAnswer = z.infer<typeof FindInviteAnswer>;

/** What `list_lti_keys` answers: those that are published. */
export const ListKeysAnswer = row(
  z.object({
    keys: z.array(
      row(
        z.object({
          kid: z.string(),
          publicJwk: Opaque,
          sealedKey: z.string(),
          isCurrent: z.boolean(),
          notBefore: z.string(),
          notAfter: z.nullable(z.string()),
        }),
      ),
    ),
  }),
);
export type ListKeysAnswer = z.infer<typeof ListKeysAnswer>;

const outcomes = <const Names extends readonly string[]>(names: Names) =>
  row(z.object({ outcome: z.enum(names) }));
const LandAnswer = outcomes(["landed", "login_unknown", "deployment_unknown"]);
const TakeCodeAnswer = outcomes([
  "taken",
  "code_used",
  "code_expired",
  "code_unknown",
  "browser_unknown",
]);
const AcceptAnswer = outcomes([
  ...(["saved", "invite_unknown", "invite_used", "invite_expired"] as const),
  ...(["site_unknown", "url_invalid", "page_forbidden", "tokens_off", "platform_taken"] as const),
]);
const KeptAnswer = outcomes(["kept"]);

/** How a platform says that it sends somebody. */
export interface LtiLogin {
  readonly issuer: string;
  readonly clientId: string | null;
  readonly deploymentId: string | null;
  readonly loginHint: string;
  readonly messageHint: string | null;
  readonly cookieHash: string;
}

/** What a verified launch says, as the database keeps it. */
export interface LtiArrival {
  readonly loginId: string;
  readonly deploymentId: string;
  readonly kind: "resource_link" | "deep_linking";
  /** The learner as the platform names one. */
  readonly subject: string;
  readonly learnerKey: string;
  readonly tokenSubject: string;
  readonly learnerName: string | null;
  readonly locale: string | null;
  readonly scenarioId: string | null;
  readonly resourceLinkId: string | null;
  /** Whether a score of this person counts. */
  readonly isLearner: boolean;
  readonly lineItem: string | null;
  readonly lineItems: string | null;
  readonly scopes: readonly string[];
  readonly deepLinking: Readonly<Record<string, unknown>> | null;
  readonly codeHash: string;
}

/** A platform as it registers itself. */
export interface LtiRegistration {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deployments: readonly string[];
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly tokenAudience: string;
  readonly jwksUrl: string;
  readonly pageUrl: string;
}

/** What a browser shows besides an id: of each the hash, null where it has none. */
interface BrowserProof {
  readonly loginId: string;
  readonly secretHash: string | null;
  readonly cookieHash: string | null;
}

/** The functions about launches from learning platforms. */
export interface LtiFunctions {
  openLtiLogin(login: LtiLogin): Promise<OpenLoginAnswer>;
  beginLtiLogin(
    request: BrowserProof & { readonly stateHash: string; readonly nonceHash: string },
  ): Promise<BeginLoginAnswer>;
  takeLtiState(stateHash: string): Promise<TakeStateAnswer>;
  keepLtiKeySet(platformId: string, jwks: object): Promise<z.infer<typeof KeptAnswer>>;
  landLtiLaunch(launch: LtiArrival): Promise<z.infer<typeof LandAnswer>>;
  takeLtiCode(
    request: BrowserProof & { readonly codeHash: string; readonly passHash: string },
  ): Promise<z.infer<typeof TakeCodeAnswer>>;
  findLtiLaunch(passHash: string): Promise<FindLaunchAnswer>;
  noteLtiToken(passHash: string, jti: string): Promise<NoteTokenAnswer>;
  readLtiScore(passHash: string): Promise<ReadScoreAnswer>;
  findLtiInvite(secretHash: string): Promise<FindInviteAnswer>;
  acceptLtiInvite(
    secretHash: string,
    platform: LtiRegistration,
  ): Promise<z.infer<typeof AcceptAnswer>>;
  listLtiKeys(): Promise<ListKeysAnswer>;
}

/** Those functions, called by `call`. */
export function createLtiFunctions(call: CallSql): LtiFunctions {
  return {
    openLtiLogin: (login) =>
      call("open_lti_login", { login: withSnakeKeys(login) }, OpenLoginAnswer),
    beginLtiLogin: (request) =>
      call("begin_lti_login", { request: withSnakeKeys(request) }, BeginLoginAnswer),
    takeLtiState: (stateHash) => call("take_lti_state", { stateHash }, TakeStateAnswer),
    keepLtiKeySet: (platformId, jwks) => call("keep_lti_key_set", { platformId, jwks }, KeptAnswer),
    landLtiLaunch: (launch) =>
      call("land_lti_launch", { launch: withSnakeKeys(launch) }, LandAnswer),
    takeLtiCode: (request) =>
      call("take_lti_code", { request: withSnakeKeys(request) }, TakeCodeAnswer),
    findLtiLaunch: (passHash) => call("find_lti_launch", { passHash }, FindLaunchAnswer),
    noteLtiToken: (passHash, jti) => call("note_lti_token", { passHash, jti }, NoteTokenAnswer),
    readLtiScore: (passHash) => call("read_lti_score", { passHash }, ReadScoreAnswer),
    findLtiInvite: (secretHash) => call("find_lti_invite", { secretHash }, FindInviteAnswer),
    acceptLtiInvite: (secretHash, platform) =>
      call("accept_lti_invite", { secretHash, platform: withSnakeKeys(platform) }, AcceptAnswer),
    listLtiKeys: () => call("list_lti_keys", {}, ListKeysAnswer),
  };
}

/** Opens these functions alone over the database's RPC endpoint. */
export function createLtiStore(address: SqlAddress): LtiFunctions {
  return createLtiFunctions(createCallSql(address));
}
