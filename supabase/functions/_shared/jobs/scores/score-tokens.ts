import { SignJWT } from "jose";
import * as z from "zod";
import { openToolKey, TOOL_ALGORITHM } from "../../identity/tool-keys.ts";
import type { Course } from "../../store/scores.ts";
import { askCourse, ScoreFault, type ScoreWorld } from "./course-service.ts";

const AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/";

/** What a platform may allow a tool. */
export const SCOPES = {
  score: `${AGS}score`,
  results: `${AGS}result.readonly`,
  lineItems: `${AGS}lineitem`,
  readLineItems: `${AGS}lineitem.readonly`,
} as const;

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ASSERTION_SECONDS = 60;
const MAX_SECONDS = 3_600;
/** A token is not used at the very end of its life: a clock may differ. */
const MARGIN_SECONDS = 60;

const TokenAnswer = z.object({
  access_token: z.string().min(1).max(8_192),
  expires_in: z.coerce.number().positive().catch(MAX_SECONDS),
  scope: z.string().optional().catch(undefined),
});

interface KeptToken {
  readonly token: Promise<string>;
  /** Null while it is asked for. */
  text: string | null;
  untilMs: number;
}

/** The access tokens of platforms, each asked for once and kept for an hour at most, by platform and scopes. */
export class ScoreTokens {
  readonly #kept = new Map<string, KeptToken>();

  /** A token for a course. @throws {ScoreFault} and what asking throws. */
  async get(world: ScoreWorld, course: Course, signal: AbortSignal): Promise<string> {
    const key = toKey(course);
    const known = this.#kept.get(key);
    if (known !== undefined && known.untilMs > world.now().getTime()) return await known.token;
    const asked = askToken(world, course, signal);
    const token = asked.then(({ text }) => text);
    const kept: KeptToken = { token, text: null, untilMs: Number.POSITIVE_INFINITY };
    this.#kept.set(key, kept);
    try {
      Object.assign(kept, await asked);
    } catch {
      // Whoever waits for it hears why; the next asks again.
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    }
    return await token;
  }

  /** Forgets a token that its platform does not take any more, unless another one took its place. */
  forget(course: Course, text: string): void {
    const key = toKey(course);
    if (this.#kept.get(key)?.text === text) this.#kept.delete(key);
  }
}

/** Those that the platform granted, and no other: one that is not is refused alone, and left out among others. */
function toScopes({ scopes }: Course): readonly string[] {
  return Object.values(SCOPES).filter((scope) => scopes.includes(scope));
}

function toKey(course: Course): string {
  return [course.platformId, ...toScopes(course)].join(" ");
}

async function askToken(
  world: ScoreWorld,
  course: Course,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly untilMs: number }> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await signAssertion(world, course),
    scope: toScopes(course).join(" "),
  });
  const headers = { accept: "application/json" };
  const { status, json } = await askCourse(world, course.tokenUrl, {
    ...{ method: "POST", body, headers, signal },
  });
  if (status !== 200 && status !== 201) throw new ScoreFault(`token_refused_${status}`, true);
  const answer = TokenAnswer.safeParse(json);
  if (!answer.success) throw new ScoreFault("token_malformed", true);
  const { access_token: text, expires_in: seconds, scope } = answer.data;
  if (scope !== undefined && !scope.split(" ").includes(SCOPES.score)) {
    throw new ScoreFault("scope_refused", false);
  }
  const lifetime = Math.min(seconds, MAX_SECONDS) - MARGIN_SECONDS;
  return { text, untilMs: world.now().getTime() + lifetime * 1_000 };
}

/** One audience as a text: some platforms know no list. */
async function signAssertion(
  { store, masterKey, now }: ScoreWorld,
  { clientId, tokenAudience }: Course,
): Promise<string> {
  const { keys } = await store.listLtiKeys();
  const current = keys.find(({ isCurrent }) => isCurrent);
  if (current === undefined || masterKey === null) throw new ScoreFault("no_tool_key", true);
  const issuedAt = Math.floor(now().getTime() / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: TOOL_ALGORITHM, kid: current.kid, typ: "JWT" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenAudience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_SECONDS)
    .sign(await openToolKey(masterKey, current));
}
