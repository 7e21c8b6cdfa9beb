import type { ReportResponse } from "#contract/report.ts";
import type { EndReason, ConnectionQuality, SessionRequest } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachError } from "../../domain/state/coach-error.ts";
import { toJson } from "../../domain/to-json.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CoachApi, PageEnding, SessionCredential } from "../../ports/coach-api.ts";
import type { Check } from "./check.ts";
import {
  isEndResponse,
  isHeartbeatResponse,
  isSessionResponse,
  isTurnsResponse,
} from "./contract-checks.ts";
import { fetchAtLoad, sendBeacon } from "../page/platform.ts";
import { PLAIN_REQUEST, requestAnswer, requestJson, type RequestLimits } from "./request-json.ts";

/** The largest last flush: browsers share 64 kB of it between everything on the page. */
const FLUSH_BYTES = 4_000;

const STARTING: RequestLimits = { timeoutMs: 20_000, retries: 1, scope: "start" };
const DELIVERING: RequestLimits = { timeoutMs: 15_000, retries: 0, scope: "session" };
const ENDING: RequestLimits = { timeoutMs: 15_000, retries: 3, scope: "session" };
const REPORTING: RequestLimits = { timeoutMs: 60_000, retries: 3, scope: "session" };

/**
 * Our server over plain `fetch`. Posts are CORS-simple (JSON as `text/plain`, the token inside), so no
 * preflight stands before the start of a call or before the last flush.
 */
export class FetchCoachApi implements CoachApi {
  readonly #api: string;
  readonly #clock: Clock;

  constructor(api: string, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  async openSession(request: SessionRequest): ReturnType<CoachApi["openSession"]> {
    const { signal } = new AbortController();
    const url = `${this.#api}/coach/sessions`;
    const context = { limits: STARTING, signal, clock: this.#clock };
    const { body, ended } = await requestAnswer(url, toPost(request), isSessionResponse, context);
    return { ...body, watched: ended };
  }

  sendTurns(
    credential: SessionCredential,
    turns: readonly ReportedTurn[],
    signal: AbortSignal,
  ): ReturnType<CoachApi["sendTurns"]> {
    const body = { sessionToken: credential.sessionToken, turns };
    const options = { limits: DELIVERING, signal };
    return this.#post(toSessionUrl(credential, "turns"), body, isTurnsResponse, options);
  }

  beat(
    credential: SessionCredential,
    signal: AbortSignal,
    quality: ConnectionQuality | null = null,
  ): ReturnType<CoachApi["beat"]> {
    const { sessionToken } = credential;
    const body = quality === null ? { sessionToken } : { sessionToken, quality };
    const options = { limits: DELIVERING, signal };
    return this.#post(toSessionUrl(credential, "heartbeat"), body, isHeartbeatResponse, options);
  }

  endSession(
    credential: SessionCredential,
    reason: EndReason,
    signal: AbortSignal,
  ): ReturnType<CoachApi["endSession"]> {
    const body = { sessionToken: credential.sessionToken, reason };
    const options = { limits: ENDING, signal };
    return this.#post(toSessionUrl(credential, "end"), body, isEndResponse, options);
  }

  async fetchReport(
    credential: SessionCredential,
    signal: AbortSignal,
  ): ReturnType<CoachApi["fetchReport"]> {
    const isReportResponse = await loadReportCheck();
    const authorization = `Bearer ${credential.sessionToken}`;
    return requestJson(
      toSessionUrl(credential, "report"),
      withoutPrototype<RequestInit>({
        method: "GET",
        headers: withoutPrototype({ authorization }),
      }),
      isReportResponse,
      { limits: REPORTING, signal, clock: this.#clock },
    );
  }

  flush(credential: SessionCredential, ending: PageEnding, turns: readonly ReportedTurn[]): void {
    const url = toSessionUrl(credential, "end");
    const body = packFlush(credential.sessionToken, ending, turns);
    try {
      if (sendBeacon?.(url, body) === true) return;
    } catch {
      // An extension may forbid beacons; the request below may still pass.
    }
    const init = withoutPrototype<RequestInit>({
      method: "POST",
      body,
      keepalive: true,
      ...PLAIN_REQUEST,
    });
    // The page is going: nobody is left to hear of a failure, and the outbox keeps what did not arrive.
    fetchAtLoad(url, init).catch(() => undefined);
  }

  #post<T>(
    url: string,
    body: unknown,
    check: Check<T>,
    options: { limits: RequestLimits; signal: AbortSignal },
  ): Promise<T> {
    return requestJson(url, toPost(body), check, { ...options, clock: this.#clock });
  }
}

/** A request that sends JSON. */
export function toPost(body: unknown): RequestInit {
  return withoutPrototype<RequestInit>({ method: "POST", body: toJson(body) });
}

/** The address of a route of one session. */
export function toSessionUrl(credential: SessionCredential, route: string): string {
  return `${credential.api}/coach/sessions/${encodeURIComponent(credential.sessionId)}/${route}`;
}

/** What a report must look like is a download of its own: a call can begin without it. */
export async function loadReportCheck(): Promise<Check<ReportResponse>> {
  try {
    return (await import("./report-checks.ts")).isReportResponse;
  } catch (cause) {
    throw new CoachError("server_unreachable", "download failed", { cause });
  }
}

/** The end of the session with as many of the turns, from the first, as its bytes allow. */
export function packFlush(
  sessionToken: string,
  ending: PageEnding,
  turns: readonly ReportedTurn[],
): string {
  for (let count = turns.length; count > 0; count -= 1) {
    const body = toJson({ sessionToken, ...ending, turns: turns.slice(0, count) });
    if (new TextEncoder().encode(body).length < FLUSH_BYTES) return body;
  }
  return toJson({ sessionToken, ...ending });
}
