import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachError, type CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Check } from "./check.ts";
import { isProblem } from "./contract-checks.ts";
import { fetchAtLoad, onAbort } from "../page/platform.ts";

/** How long one request may take, how often it may be repeated, and what a refusal of it concerns. */
export interface RequestLimits {
  readonly timeoutMs: number;
  /** Repetitions after the first try; only for requests that are safe to repeat. */
  readonly retries: number;
  readonly scope: "start" | "session";
}

/** What a request needs beside its address. */
export interface RequestContext {
  readonly limits: RequestLimits;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What every request of ours is, whatever a page's defaults are. */
export const PLAIN_REQUEST = { mode: "cors", credentials: "omit", cache: "no-store" } as const;

const FIRST_DELAY_MS = 500;
/** What refusals mean for a session that runs. */
const CODES: Readonly<Record<string, CoachErrorCode>> = {
  request_invalid: "configuration_invalid",
  caller_unauthorized: "session_rejected",
  origin_forbidden: "session_rejected",
  feature_disabled: "feature_disabled",
  not_found: "session_rejected",
  conflict: "session_rejected",
  limit_reached: "limit_reached",
  upstream_unavailable: "server_unreachable",
};
/** A start is refused by what is asked for, and by who asks. */
const START_CODES: typeof CODES = {
  ...CODES,
  not_found: "scenario_missing",
  caller_unauthorized: "signed_out",
};

/** JSON that was asked for. */
interface Answer<T> {
  readonly body: T;
  /** Fulfils when nothing more comes after it, whyever; absent where that is so already. */
  readonly ended?: Promise<unknown> | undefined;
}

/**
 * Asks for JSON and checks its shape. Repeats, with growing and jittered pauses, only what never arrived or
 * failed at the server's side.
 * @throws {CoachError} what the refusal means; server_unreachable; aborted
 */
export async function requestJson<T>(
  url: string,
  init: RequestInit,
  check: Check<T>,
  context: RequestContext,
): Promise<T> {
  return (await requestAnswer(url, init, check, context)).body;
}

/**
 * As `requestJson`, for an answer whose end says something too.
 * @throws {CoachError} as `requestJson` does
 */
export async function requestAnswer<T>(
  url: string,
  init: RequestInit,
  check: Check<T>,
  context: RequestContext,
): Promise<Answer<T>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await requestOnce(url, init, check, context);
    } catch (thrown) {
      const isLast = attempt >= context.limits.retries || context.signal.aborted;
      if (isLast || !(thrown instanceof CoachError) || !isWorthRepeating(thrown)) throw thrown;
      await pause(toDelayMs(attempt, thrown, context.clock), context);
    }
  }
}

function isWorthRepeating(error: CoachError): boolean {
  return error.code === "server_unreachable" || error.code === "internal";
}

function toDelayMs(attempt: number, error: CoachError, clock: Clock): number {
  const backOffMs = FIRST_DELAY_MS * 2 ** attempt * (0.5 + clock.jitter());
  return Math.max(backOffMs, (error.retryAfterSeconds ?? 0) * 1_000);
}

function pause(delayMs: number, { clock, signal }: RequestContext): Promise<void> {
  return new Promise((resolve, reject) => {
    clock.after(delayMs, signal, resolve);
    onAbort(signal, () => {
      reject(new CoachError("aborted", "given up"));
    });
  });
}

async function requestOnce<T>(
  url: string,
  init: RequestInit,
  check: Check<T>,
  context: RequestContext,
): Promise<Answer<T>> {
  const limit = new AbortController();
  const give = (): void => {
    limit.abort();
  };
  context.signal.addEventListener("abort", give, withoutPrototype({ once: true }));
  if (context.signal.aborted) give();
  context.clock.after(context.limits.timeoutMs, limit.signal, give);
  const release = (): void => {
    context.signal.removeEventListener("abort", give);
    give();
  };
  try {
    const response = await send(url, init, limit.signal);
    const { body, ended } = await readJson(response);
    if (!response.ok) throw toRefusal(response, body, context.limits.scope);
    if (!check(body)) throw new CoachError("server_unreachable", "unknown answer");
    void Promise.resolve(ended).then(release);
    return { body, ended };
  } catch (thrown) {
    release();
    if (context.signal.aborted) throw new CoachError("aborted", "given up");
    if (thrown instanceof CoachError) throw thrown;
    throw new CoachError("server_unreachable", "not reached", {
      cause: thrown,
    });
  }
}

/** Every option is set, so that a page's defaults for absent ones count for nothing. */
function send(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const options = withoutPrototype<RequestInit>({
    ...init,
    ...PLAIN_REQUEST,
    redirect: "error",
    referrerPolicy: "strict-origin-when-cross-origin",
    keepalive: false,
    signal,
  });
  return fetchAtLoad(url, options);
}

/** Reads as far as the JSON is whole. */
async function readJson(response: Response): Promise<Answer<unknown>> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; reader !== undefined;) {
    const { value = "", done } = await reader.read();
    text += value;
    try {
      return { body: JSON.parse(text), ended: reader.read().catch(() => null) };
    } catch {
      // A gateway's error page is no JSON; its status says enough.
      if (done) break;
    }
  }
  return { body: null };
}

function toRefusal(response: Response, body: unknown, scope: RequestLimits["scope"]): CoachError {
  if (!isProblem(body)) {
    const code = response.status === 429 ? "limit_reached" : "server_unreachable";
    return new CoachError(code, String(response.status));
  }
  const codes = scope === "start" ? START_CODES : CODES;
  const code = (Object.hasOwn(codes, body.code) ? codes[body.code] : undefined) ?? "internal";
  // Learners are told what to do, integrators what is wrong: a token, a key, an origin.
  if (scope === "start") console.warn(`<maka-voice-coach> ${body.message}`);
  return new CoachError(code, body.message, {
    requestId: body.requestId,
    limit: body.limit,
    retryAfterSeconds: body.retryAfterSeconds,
  });
}
