import { createClient } from "@supabase/supabase-js";
import * as answers from "./session-answers.ts";
import type { AskDoor } from "./call-sql.ts";
import { createCallDoors } from "./calls.ts";
import { createRecordDoors } from "./learner-records.ts";
import type { Store } from "./store.ts";
import * as progressAnswers from "./progress-answers.ts";
import { StoreError } from "./store-error.ts";

/** Where the database's API is, and the key that maps to `service_role`. */
export interface StoreOptions {
  readonly url: string;
  readonly secretKey: string;
  /** How long one call may take before it counts as unavailable. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/** Both say that the transaction was undone, so that asking again is safe: serialization, deadlock. */
const UNDONE = new Set(["40001", "40P01"]);

/** Codes for arguments or calls that no door accepts: repeating them cannot help. */
const OUR_FAULT = /^(?:22|23|42|PGRST2)/;

/** Opens the store over the database's RPC endpoint. Holds no connection; one store serves a process. */
export function createStore(options: StoreOptions): Store {
  const call = createCall(options);
  return {
    ...createCallDoors(call),
    getBrief: (query) => call("get_brief", query, answers.BriefAnswer),
    findTokenKeys: (embedKey, origin) =>
      call("find_token_keys", { embedKey, origin }, answers.FindTokenKeysAnswer),
    openSession: (request) => call("open_session", request, answers.OpenSessionAnswer),
    attachCall: (attached) => call("attach_call", attached, answers.AttachCallAnswer),
    releaseSession: (sessionId, reason) =>
      call("release_session", { sessionId, reason }, answers.ReleaseSessionAnswer),
    appendTurns: (sessionId, turns) =>
      call("append_turns", { sessionId, turns }, answers.AppendTurnsAnswer),
    beatSession: (sessionId) => call("beat_session", { sessionId }, answers.BeatSessionAnswer),
    endSession: (sessionId, reason) =>
      call("end_session", { sessionId, reason }, answers.EndSessionAnswer),
    reapSessions: (batch) => call("reap_sessions", { batch }, answers.ReapSessionsAnswer),
    claimHangups: (batch, leaseSeconds) =>
      call("claim_hangups", { batch, leaseSeconds }, answers.ClaimHangupsAnswer),
    settleHangup: (id, { done, error }) =>
      call("settle_hangup", { id, done, error }, answers.SettleHangupAnswer),
    claimReport: (sessionId, leaseSeconds) =>
      call("claim_report", { sessionId, leaseSeconds }, answers.ClaimReportAnswer),
    saveReport: (sessionId, report) =>
      call("save_report", { sessionId, report }, answers.SaveReportAnswer),
    failReport: (sessionId, { reason, retry }) =>
      call("fail_report", { sessionId, reason, retry }, answers.FailReportAnswer),
    markNotScored: (sessionId, reason) =>
      call("mark_not_scored", { sessionId, reason }, answers.MarkNotScoredAnswer),
    getReport: (sessionId) => call("get_report", { sessionId }, answers.GetReportAnswer),
    purgeRecords: (batch) => call("purge_records", { batch }, answers.PurgeRecordsAnswer),
    publishScenario: (scenario) =>
      call(
        "publish_scenario",
        { scenario: withSnakeKeys(scenario) },
        answers.PublishScenarioAnswer,
      ),
    saveSite: (site) => call("save_site", { site: withSnakeKeys(site) }, answers.SaveSiteAnswer),
    checkDatabase: () => call("check_database", {}, answers.CheckDatabaseAnswer),
    claimObservation: (callId, holder, predecessor) =>
      call("claim_observation", { callId, holder, predecessor }, answers.ClaimObservationAnswer),
    recordObservation: (callId, holder, batch) =>
      call("record_observation", { callId, holder, batch }, answers.RecordObservationAnswer),
    releaseObservation: (callId, holder) =>
      call("release_observation", { callId, holder }, answers.ReleaseObservationAnswer),
    closeObservation: (callId, holder, { ending, reason }) =>
      call("close_observation", { callId, holder, ending, reason }, answers.CloseObservationAnswer),
    listUnwatchedCalls: (sessionId, batch) =>
      call("list_unwatched_calls", { sessionId, batch }, answers.ListUnwatchedCallsAnswer),
    getPendingWords: (sessionId) =>
      call("get_pending_words", { sessionId }, answers.PendingWordsAnswer),
    getSessionCost: (sessionId) =>
      call("get_session_cost", { sessionId }, answers.SessionCostAnswer),
    getProgress: (sessionId, callId) =>
      call("get_progress", { sessionId, callId }, progressAnswers.GetProgressAnswer),
    checkOutput: (sessionId, callId, output) =>
      call("check_output", { sessionId, callId, output }, progressAnswers.CheckOutputAnswer),
    saveProgress: (sessionId, progress) =>
      call("save_progress", { sessionId, ...progress }, progressAnswers.SaveProgressAnswer),
    ...createRecordDoors(call),
  };
}

/** Calls one door, once more when the database undid it, and reads the answer. */
function createCall({ url, secretKey, timeoutMs = DEFAULT_TIMEOUT_MS }: StoreOptions): AskDoor {
  const client = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const ask = (door: string, parameters: Record<string, unknown>) =>
    client.rpc(door, parameters).abortSignal(AbortSignal.timeout(timeoutMs));

  return async (door, parameters, schema) => {
    const named = toParameters(parameters);
    let { data, error } = await ask(door, named);
    if (error && UNDONE.has(error.code)) ({ data, error } = await ask(door, named));
    if (error) {
      const { code, message } = error;
      throw new StoreError(OUR_FAULT.test(code) ? "unexpected" : "unavailable", door, {
        message,
        sqlState: code,
        cause: error,
      });
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw new StoreError("unexpected", door, {
      message: "the database's answer has another shape than this version expects",
      cause: parsed.error,
    });
  };
}

/** `sessionId` → `p_session_id`, with every text made storable. */
function toParameters(parameters: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [`p_${toSnake(key)}`, toStorable(value)]),
  );
}

function withSnakeKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toSnake(key), item]));
}

function toSnake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Postgres stores neither U+0000 nor half a surrogate pair, which JSON lets any caller send. */
function toStorable(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\uFFFD");
  if (Array.isArray(value)) return value.map(toStorable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(toStorable(key)), toStorable(item)]),
  );
}
