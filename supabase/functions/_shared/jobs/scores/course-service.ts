import type { Log } from "../../runtime/telemetry/log.ts";
import type { ScoreStore } from "../../store/scores.ts";
import { assertWebhookTarget, type ResolveHost } from "../webhooks/webhook-target.ts";

/** What delivering scores needs of the world. */
export interface ScoreWorld {
  readonly store: ScoreStore;
  /** LEARNER_TOKEN_KEY, which the keys of this tool are sealed with; null where it is not set. */
  readonly masterKey: string | null;
  /** True where a platform may be on this machine. */
  readonly allowLocal: boolean;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly resolveHost: ResolveHost;
  readonly now: () => Date;
  readonly log: Log;
}

/** Why a score does not reach its course now, as one word, and whether it may later. */
export class ScoreFault extends Error {
  override readonly name = "ScoreFault";
  readonly retry: boolean;

  constructor(reason: string, retry: boolean) {
    super(reason);
    this.retry = retry;
  }
}

/** What a platform answered. */
export interface CourseAnswer {
  readonly status: number;
  /** Null where it was no JSON, or too much. */
  readonly json: unknown;
  /** The address of the next page, if there is one. */
  readonly next: string | null;
}

const TIMEOUT_MS = 8_000;
const MAX_CHARACTERS = 262_144;

/**
 * Asks a platform once: at a public address, following no redirect, for so long and so much.
 * @throws {WebhookTargetError} and what `fetch` throws.
 */
export async function askCourse(
  { fetch, resolveHost, allowLocal }: ScoreWorld,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<CourseAnswer> {
  await assertWebhookTarget(url, resolveHost, allowLocal);
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const response = await fetch(url, { ...init, redirect: "manual", signal });
  const text = await readSome(response);
  const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "");
  return { status: response.status, json: toJson(text), next: next?.[1] ?? null };
}

async function readSome(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_CHARACTERS) return "";
  }
  return text;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An empty body, or a page of an error: its status says what it has to say.
    return null;
  }
}
