import type {
  ReportedTurn,
  TranscriptTurn,
} from "../../../supabase/functions/_shared/contract/turn.ts";
import type { AttachedCall, FurtherCall } from "../../../supabase/functions/_shared/store/calls.ts";
import type { GetReportAnswer } from "../../../supabase/functions/_shared/store/reports.ts";
import type { OpenSessionRequest } from "../../../supabase/functions/_shared/store/sessions.ts";
import type { Store } from "../../../supabase/functions/_shared/store/store.ts";
import { createFakeProgress } from "./fake-progress.ts";
import { createFakeRecords } from "./fake-records.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

/** One session as the fake keeps it. */
export interface FakeSession {
  /** What the server saw of it; nothing, where left out. */
  evidence?: "complete" | "incomplete" | "tampered" | "none";
  readonly id: string;
  readonly request: OpenSessionRequest;
  status: "reserved" | "active" | "ended" | "released";
  call: AttachedCall | null;
  turns: ReportedTurn[];
  report: "none" | "pending" | "ready" | "failed" | "not_scored";
  reason: string | null;
  saved: Readonly<Record<string, unknown>> | null;
  leased: boolean;
  attempts: number;
  paused: boolean;
  /** Further calls by attempt key; null while one is being made. */
  readonly furtherCalls: Map<string, FurtherCall | null>;
}

export const EMBED_KEY = "mk_demo_site";
export const SITE_ID = "5d0f7c5e-92b4-4f0e-8a43-2f8f3a1c0b11";
/** The name of the fake site's token secret. */
export const TOKEN_KID = "kid-of-tests";
export const ORIGIN = "https://lms.example";
export const DEADLINE = "2026-11-21T10:10:00.000Z";
const LIMIT_SECONDS = 600;
/** How far a session is when it gets a further call. */
const CLOCK = { elapsedMs: 20_000, remainingSeconds: 580 } as const;
/** The database stores another hash than the functions send. */
function toStoredKey(learnerKey: string): string {
  return [...learnerKey].reverse().join("");
}

/** A store in memory with one site and one scenario. It keeps the functions' promises, not their arithmetic. */
export function createFakeStore() {
  const sessions = new Map<string, FakeSession>();
  const hangups: { id: number; providerCallId: string; done: boolean; attempts: number }[] = [];
  /** Answers that replace the fake's own, and failures, by method. */
  const overrides: Partial<Store> = {};
  const progress = createFakeProgress(sessions, STORED_SCENARIO);

  const refusal = (embedKey: string, origin: string, scenario: string) => {
    if (embedKey !== EMBED_KEY) return { outcome: "site_unknown" } as const;
    if (origin !== ORIGIN) return { outcome: "origin_forbidden" } as const;
    if (scenario !== STORED_SCENARIO.id) return { outcome: "scenario_unknown" } as const;
    return null;
  };
  const queue = (session: FakeSession) => {
    const providerCallId = session.call?.providerCallId ?? null;
    if (providerCallId === null) return [];
    const hangup = { id: hangups.length + 1, providerCallId, done: false, attempts: 0 };
    hangups.push(hangup);
    return [{ id: hangup.id, callId: crypto.randomUUID(), providerCallId }];
  };
  const close = (session: FakeSession) => {
    session.status = "ended";
    const unobserved = session.request.handshake === "ephemeral";
    session.report = unobserved ? "not_scored" : "pending";
    session.reason = unobserved ? "unobserved" : null;
  };

  const records = createFakeRecords(sessions, refusal);
  const store: Store = {
    ...records.functions,
    ...progress.functions,
    getBrief({ embedKey, origin, scenario, learnerKey }) {
      const refused = refusal(embedKey, origin, scenario);
      if (refused !== null) return Promise.resolve(refused);
      const { private: _private, ...shown } = STORED_SCENARIO;
      return Promise.resolve({
        outcome: "ok",
        scenario: { ...shown, difficulty: "standard", durationSeconds: LIMIT_SECONDS },
        sessionSeconds: LIMIT_SECONDS,
        remainingSeconds: 1_200,
        resetsAt: null,
        retentionDays: 90,
        voice: true,
        ...records.toOffer(learnerKey),
      });
    },
    findTokenKeys(embedKey, origin) {
      const refused = refusal(embedKey, origin, STORED_SCENARIO.id);
      if (refused?.outcome === "site_unknown" || refused?.outcome === "origin_forbidden") {
        return Promise.resolve(refused);
      }
      return Promise.resolve({
        outcome: "ok",
        siteId: SITE_ID,
        mode: "optional",
        issuers: [EMBED_KEY],
        kids: [TOKEN_KID],
        jwksUrl: null,
      });
    },
    openSession(request) {
      const refused = refusal(request.embedKey, request.origin, request.scenario);
      if (refused !== null) return Promise.resolve(refused);
      const earlier = [...sessions.values()].find(
        (session) => session.request.attemptKey === request.attemptKey,
      );
      if (earlier !== undefined) return Promise.resolve(replay(earlier, request));
      const { purpose = "practice" } = records.site.coaches === null ? {} : (request.token ?? {});
      if (purpose !== (request.consent.purpose ?? "practice")) {
        return Promise.resolve({ outcome: "purpose_changed" });
      }
      const id = crypto.randomUUID();
      sessions.set(id, {
        id,
        request,
        status: "reserved",
        call: null,
        turns: [],
        report: "none",
        reason: null,
        saved: null,
        leased: false,
        attempts: 0,
        paused: false,
        furtherCalls: new Map(),
      });
      const limitSeconds = toLimitSeconds(request);
      return Promise.resolve({
        outcome: "granted",
        sessionId: id,
        limitSeconds,
        handshake: request.handshake,
        learnerKey: toStoredKey(request.learnerKey),
        seed: 7,
        scenario: STORED_SCENARIO,
      });
    },
    attachCall(call) {
      const session = sessions.get(call.sessionId);
      if (session?.status !== "reserved") return Promise.resolve({ outcome: "gone" });
      session.status = "active";
      session.call = call;
      const limitSeconds = toLimitSeconds(session.request);
      const attached = { deadline: DEADLINE, limitSeconds, isSweepDue: true };
      return Promise.resolve({ outcome: "active", ...attached });
    },
    openCall({ sessionId, attemptKey }) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      if (session.status !== "active") {
        return Promise.resolve({ outcome: "over", endReason: "learner" });
      }
      const { variables, learnerName } = session.request;
      const learnerKey = toStoredKey(session.request.learnerKey);
      const basis = { seed: 7, variables, learnerName, learnerKey, scenario: STORED_SCENARIO };
      const made = session.furtherCalls.get(attemptKey);
      if (made === null) return Promise.resolve({ outcome: "pending" });
      if (made !== undefined) {
        return Promise.resolve({ outcome: "replayed", answer: made.answer, ...CLOCK, ...basis });
      }
      session.furtherCalls.set(attemptKey, null);
      session.paused = false;
      return Promise.resolve({ outcome: "granted", hangups: queue(session), ...basis });
    },
    attachFurtherCall(call) {
      const session = sessions.get(call.sessionId);
      const isWanted = session?.furtherCalls.get(call.attemptKey) === null;
      if (session?.status !== "active" || !isWanted) return Promise.resolve({ outcome: "gone" });
      session.furtherCalls.set(call.attemptKey, call);
      session.call = call;
      const limitSeconds = toLimitSeconds(session.request);
      const callId = crypto.randomUUID();
      return Promise.resolve({
        ...{ outcome: "active", deadline: DEADLINE, limitSeconds, callId },
        ...CLOCK,
      });
    },
    failCall({ sessionId, attemptKey }) {
      const isMade = sessions.get(sessionId)?.furtherCalls.delete(attemptKey) !== true;
      return Promise.resolve({ outcome: isMade ? "unchanged" : "failed" });
    },
    getTalk(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      const lastSequence = Math.max(0, ...session.turns.map(({ sequence }) => sequence));
      const transcript = toTranscript(session.turns);
      return Promise.resolve({ outcome: "ok", transcript, lastSequence, isWatched: false });
    },
    pauseSession({ sessionId, attemptKey }) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      if (session.status !== "active" || session.request.handshake === "ephemeral") {
        return Promise.resolve({ outcome: "not_pausable" });
      }
      const asked = [session.request.attemptKey, ...session.furtherCalls.keys()];
      if (attemptKey !== null && asked.slice(0, -1).includes(attemptKey)) {
        return Promise.resolve({ outcome: "overtaken", usedSeconds: 20, hangups: [] });
      }
      const hangups = session.paused ? [] : queue(session);
      session.paused = true;
      return Promise.resolve({ outcome: "paused", usedSeconds: 20, hangups });
    },
    releaseSession(sessionId) {
      const session = sessions.get(sessionId);
      if (session?.status !== "reserved") return Promise.resolve({ outcome: "unchanged" });
      session.status = "released";
      return Promise.resolve({ outcome: "released" });
    },
    appendTurns(sessionId, turns) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      if (session.report === "ready") return Promise.resolve({ outcome: "closed" });
      const known = new Set(session.turns.map((turn) => turn.sequence));
      session.turns.push(...turns.filter((turn) => !known.has(turn.sequence)));
      return Promise.resolve({ outcome: "ok", ...toGaps(session.turns) });
    },
    beatSession(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      return Promise.resolve(
        session.status === "active"
          ? { outcome: "continue", remainingSeconds: 580 }
          : { outcome: "stop", remainingSeconds: 0, endReason: "learner" },
      );
    },
    endSession(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      const isFirst = session.status === "active";
      if (isFirst) close(session);
      const report = session.report === "not_scored" ? "not_scored" : "pending";
      const queued = isFirst ? queue(session) : [];
      return Promise.resolve({ outcome: "ended", usedSeconds: 20, report, hangups: queued });
    },
    reapSessions: () => Promise.resolve({ reaped: 0, released: 0 }),
    claimHangups(batch) {
      const due = hangups.filter((hangup) => !hangup.done).slice(0, batch);
      for (const hangup of due) hangup.attempts += 1;
      return Promise.resolve({ hangups: due });
    },
    settleHangup(id, { done }) {
      const hangup = hangups.find((candidate) => candidate.id === id);
      if (hangup === undefined) return Promise.resolve({ outcome: "hangup_unknown" });
      hangup.done = done;
      return Promise.resolve({ outcome: done ? "done" : "queued" });
    },
    claimReport(sessionId) {
      const session = [...sessions.values()].find(
        ({ id, report, leased }) =>
          report === "pending" && !leased && (sessionId === null || id === sessionId),
      );
      if (session === undefined) return Promise.resolve({ outcome: "none" });
      session.leased = true;
      session.attempts += 1;
      return Promise.resolve({
        outcome: "claimed",
        sessionId: session.id,
        scenario: STORED_SCENARIO,
        learnerName: session.request.learnerName,
        turns: toTranscript(session.turns),
        missing: toGaps(session.turns).missing,
        handshake: session.request.handshake,
        evidence: session.evidence ?? "none",
        progress: { objectives: [], moods: [], moments: [] },
        ...{ seed: 1, variables: {} },
        factsWanted: session.request.consent.facts === true,
        attempts: session.attempts,
      });
    },
    saveReport(sessionId, report) {
      const session = sessions.get(sessionId);
      if (session?.report !== "pending") return Promise.resolve({ outcome: "unchanged" });
      session.report = "ready";
      // Through JSON, as the database would: what cannot be said in JSON is lost here too.
      session.saved = JSON.parse(JSON.stringify(report));
      return Promise.resolve({ outcome: "saved" });
    },
    failReport(sessionId, { reason, retry }) {
      const session = sessions.get(sessionId);
      if (session?.report !== "pending") return Promise.resolve({ outcome: "unchanged" });
      session.leased = false;
      session.reason = reason;
      if (!retry) session.report = "failed";
      return Promise.resolve({ outcome: retry ? "queued" : "failed" });
    },
    markNotScored(sessionId, reason) {
      const session = sessions.get(sessionId);
      if (session?.report !== "pending") return Promise.resolve({ outcome: "unchanged" });
      session.report = "not_scored";
      session.reason = reason;
      return Promise.resolve({ outcome: "marked" });
    },
    getReport(sessionId): Promise<GetReportAnswer> {
      const session = sessions.get(sessionId);
      if (session === undefined) return Promise.resolve({ outcome: "session_unknown" });
      return Promise.resolve({
        outcome: "ok",
        status: session.report,
        reason: session.reason,
        report: session.saved === null ? null : { ...session.saved },
        transcript: toTranscript(session.turns),
        leaseExpired: session.report === "pending" && !session.leased,
      });
    },
    listResults: () => Promise.resolve({ outcome: "key_unknown" }),
    getResult: () => Promise.resolve({ outcome: "key_unknown" }),
    purgeRecords: () => Promise.resolve({ sessions: 0, learners: 0 }),
    publishScenario: () => Promise.reject(new Error("not of this fake")),
    saveSite: () => Promise.reject(new Error("not of this fake")),
    claimObservation: () => Promise.resolve({ outcome: "call_unknown" }),
    recordObservation: () => Promise.resolve({ outcome: "call_unknown" }),
    releaseObservation: () => Promise.resolve({ outcome: "unchanged" }),
    closeObservation: () => Promise.resolve({ outcome: "call_unknown" }),
    listUnwatchedCalls: () => Promise.resolve({ calls: [] }),
    getPendingWords: () => Promise.resolve({ isObserved: false, pending: 0 }),
    getSessionCost: () => Promise.resolve({ outcome: "session_unknown" }),
    recordMetrics: () => Promise.resolve(),
    readMetrics: () => Promise.reject(new Error("not of this fake")),
    purgeOperational: () => Promise.resolve({}),
    checkDatabase: () => Promise.resolve({ ok: true, migration: "1", now: DEADLINE }),
  };

  const overridable = new Proxy(store, {
    get: (target, method: keyof Store) => overrides[method] ?? target[method],
  });
  return { store: overridable, sessions, hangups, overrides, records, progress };
}

/** As the database does: nobody observes an ephemeral call, so it is short. */
function toLimitSeconds({ handshake, capSeconds }: OpenSessionRequest): number {
  const limits = [LIMIT_SECONDS, capSeconds ?? LIMIT_SECONDS];
  return Math.min(...limits, handshake === "ephemeral" ? 300 : LIMIT_SECONDS);
}

/** Picks the one session that a test has started. */
export function onlySession(sessions: ReadonlyMap<string, FakeSession>): FakeSession {
  const [session, ...others] = sessions.values();
  if (session === undefined || others.length > 0) {
    throw new Error(`expected one session, found ${sessions.size}`);
  }
  return session;
}

function replay(session: FakeSession, request: OpenSessionRequest) {
  if (session.request.requestHash !== request.requestHash) {
    return { outcome: "attempt_conflict" } as const;
  }
  const isActive = session.status === "active";
  return {
    outcome: "replayed",
    sessionId: session.id,
    status: session.status,
    handshake: session.request.handshake,
    limitSeconds: LIMIT_SECONDS,
    secondsLeft: isActive ? LIMIT_SECONDS : 0,
    deadline: session.call === null ? null : DEADLINE,
    answer: isActive ? (session.call?.answer ?? null) : null,
    seed: 7,
    scenario: STORED_SCENARIO,
  } as const;
}

function toGaps(turns: readonly ReportedTurn[]): { contiguous: number; missing: number[] } {
  const known = new Set(turns.map((turn) => turn.sequence));
  const highest = Math.max(0, ...known);
  const numbers = Array.from({ length: highest }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !known.has(number));
  return { contiguous: (missing[0] ?? highest + 1) - 1, missing };
}

function toTranscript(turns: readonly ReportedTurn[]): TranscriptTurn[] {
  return [...turns]
    .sort((left, right) => left.sequence - right.sequence)
    .map(({ itemId, speaker, state, text, startedAtMs, endedAtMs }) => ({
      itemId,
      speaker,
      state,
      text,
      startedAtMs,
      endedAtMs,
      source: "reported",
    }));
}
