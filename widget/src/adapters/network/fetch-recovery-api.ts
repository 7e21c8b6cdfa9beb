import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { AttemptsQuery, RecoveryApi } from "../../ports/recovery-ports.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SessionCredential } from "../../ports/coach-api.ts";
import {
  isAnything,
  isAttemptsResponse,
  isCallResponse,
  isToolResponse,
} from "./recovery-checks.ts";
import type { Check } from "./check.ts";
import { loadReportCheck, toPost, toSessionUrl } from "./fetch-coach-api.ts";
import { requestAnswer, requestJson, type RequestLimits } from "./request-json.ts";

/** `CallRetrier` repeats a call itself, with another offer each time. */
const CALLING: RequestLimits = { timeoutMs: 10_000, retries: 0, scope: "session" };
/** The persona waits for it, but its id makes it safe to repeat. */
const USING: RequestLimits = { timeoutMs: 6_000, retries: 2, scope: "session" };
const ASKING: RequestLimits = { timeoutMs: 15_000, retries: 1, scope: "session" };

/** The rest of our server over plain `fetch`, by the same rules as `FetchCoachApi`. */
export function createRecoveryApi(clock: Clock): RecoveryApi {
  const post = <T>(
    url: string,
    body: object,
    check: Check<T>,
    options: { limits: RequestLimits; signal: AbortSignal },
  ): Promise<T> => {
    return requestJson(url, toPost(body), check, { ...options, clock });
  };
  const withToken = ({ sessionToken }: SessionCredential, body: object): object => ({
    sessionToken,
    ...body,
  });
  return {
    async openCall(credential, request, signal) {
      const url = toSessionUrl(credential, "calls");
      const init = toPost(withToken(credential, request));
      const context = { limits: CALLING, signal, clock };
      const { body, ended } = await requestAnswer(url, init, isCallResponse, context);
      return { ...body, watched: ended };
    },
    useTool(credential, request, signal) {
      const url = toSessionUrl(credential, "tools");
      const body = withToken(credential, request);
      return post(url, body, isToolResponse, { limits: USING, signal });
    },
    async rate(credential, rating, signal) {
      const url = toSessionUrl(credential, "rating");
      await post(url, withToken(credential, rating), isAnything, { limits: ASKING, signal });
    },
    async fetchAttempts(query, signal) {
      const [url, init] = toAttemptsRequest(query, "");
      const options = { limits: ASKING, signal, clock };
      return (await requestJson(url, init, isAttemptsResponse, options)).attempts;
    },
    async fetchAttemptReport(query, sessionId, signal) {
      const isReportResponse = await loadReportCheck();
      const [url, init] = toAttemptsRequest(query, `/${encodeURIComponent(sessionId)}/report`);
      return requestJson(url, init, isReportResponse, { limits: ASKING, signal, clock });
    },
  };
}

/** A request of the learner's own records: by token where there is one, else by device. */
function toAttemptsRequest(
  { api, embedKey, scenario, learnerToken, deviceId }: AttemptsQuery,
  path: string,
): [url: string, init: RequestInit] {
  const query = new URLSearchParams({ embedKey, scenario });
  if (learnerToken === null && deviceId !== null) query.set("deviceId", deviceId);
  const headers =
    learnerToken === null
      ? withoutPrototype({})
      : withoutPrototype({ authorization: `Bearer ${learnerToken}` });
  const init = withoutPrototype<RequestInit>({ method: "GET", headers });
  return [`${api}/coach/attempts${path}?${query.toString()}`, init];
}
