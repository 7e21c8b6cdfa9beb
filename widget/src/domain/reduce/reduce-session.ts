import type { ReportResponse } from "#contract/report.ts";
import type { EndReason } from "#contract/session.ts";
import { advanceTurns, reduceCall } from "./reduce-call.ts";
import { beginCall, reduceMicrophone } from "./reduce-microphone.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, TimedEvent } from "../state/session-event.ts";
import {
  createSessionModel,
  EMPTY_CARD,
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import type { Failure, Phase } from "../state/session-state.ts";

/** An interrupted connection may return by itself for this long. */
export const CONNECTION_GRACE_MS = 5_000;
/** The learner is told once when this little time is left. */
export const SHORT_TIME_SECONDS = 60;
/** A report that is not made by then is given up; the learner may ask again. */
export const REPORT_PATIENCE_MS = 180_000;
/** A call that the other side closes this close to its end was closed because of it. */
const DEADLINE_TOLERANCE_MS = 5_000;

const BEFORE_CALL: readonly Phase[] = ["microphone-check", "requesting-microphone", "connecting"];

/** Advances a session by one event. Pure: a recorded call can be replayed as a test. */
export function reduceSession(model: SessionModel, event: TimedEvent): Transition {
  return announcePhase(model, reduceEvent(model, event));
}

/** Adds to a step what the page is told of a new phase. */
export function announcePhase(before: SessionModel, { model, effects }: Transition): Transition {
  const previous = before.state.phase;
  const { phase, failure } = model.state;
  if (phase === previous) return { model, effects };
  const notices = [notify({ type: "phase-changed", phase, previous })];
  if (phase === "failed" && failure !== null) notices.push(notify({ type: "failed", failure }));
  return { model, effects: [...effects, ...notices] };
}

/** What one event brings about in a practice without its extension, before anybody is told of a new phase. */
// eslint-disable-next-line complexity -- one short case an event
export function reduceEvent(model: SessionModel, event: TimedEvent): Transition {
  const { phase } = model.state;
  switch (event.type) {
    case "practice-begun":
    case "interruption-noticed":
    case "consent-given":
    case "other-call-found":
    case "call-requested":
    case "extension-missing":
      return approachCall(model, event);
    case "session-granted":
      return phase === "connecting" ? grantSession(model, event) : transition(model);
    case "call-connected":
      return phase === "connecting" ? answerCall(model, event.atMs) : transition(model);
    case "attempt-failed":
      return BEFORE_CALL.includes(phase) ? failAttempt(model, event.failure) : transition(model);
    case "microphone-muted":
    case "microphone-unmuted":
    case "microphone-chosen":
    case "microphone-opened":
    case "microphone-vanished":
    case "microphone-refused":
    case "microphones-listed":
    case "talk-started":
    case "talk-stopped":
      return reduceMicrophone(model, event);
    case "text-entered":
      return enterText(model, event.text);
    case "stop-requested":
    case "slot-taken":
      return requestStop(model, event.atMs, event.type === "slot-taken" ? "left" : "learner");
    case "retry-requested":
      return requestRetry(model, event.atMs);
    case "page-left":
    case "practice-left":
      return leavePage(model, event.atMs);
    case "connection-weakened":
    case "connection-recovered":
    case "connection-lost":
    case "call-hung-up":
      return reduceConnection(model, event);
    case "heartbeat-answered":
      return hearServer(model, event);
    case "session-settled":
    case "settlement-failed":
    case "report-answered":
    case "report-failed":
      return advanceReport(model, event);
    case "storage-refused":
      return refuseStorage(model);
    case "clock-ticked":
      return phase === "in-call" ? tick(model, event.atMs) : transition(model);
    case "provider-complained":
      return event.fatal ? endCall(model, event.atMs, "failed") : transition(model);
    case "tool-called":
      return transition(model, refuseTool(event.callId));
    default:
      return phase === "in-call" ? reduceCall(model, event, event.atMs) : transition(model);
  }
}

/** Nobody runs the tool, and the persona must not wait for it. */
export function refuseTool(callId: string): SessionEffect {
  return {
    type: "send-intent",
    intent: { type: "answer-tool", callId, output: JSON.stringify({ ok: false }) },
  };
}

/** What leads from the brief to the call. Each step can be made from one phase only. */
function approachCall(
  model: SessionModel,
  event: SessionEvent & {
    type:
      | "practice-begun"
      | "interruption-noticed"
      | "consent-given"
      | "other-call-found"
      | "call-requested"
      | "extension-missing";
  },
): Transition {
  const { phase } = model.state;
  switch (event.type) {
    case "practice-begun":
    case "interruption-noticed": {
      const interrupted = event.type === "interruption-noticed";
      return phase === "brief" ? transition(leaveBrief(model, interrupted)) : transition(model);
    }
    case "consent-given":
      return phase === "consent" ? takeConsent(model, event.check) : transition(model);
    case "other-call-found":
      return phase === "consent"
        ? transition(withState(model, { otherCall: true }))
        : transition(model);
    case "call-requested":
      return phase === "microphone-check" ? leaveCheck(model) : transition(model);
    case "extension-missing":
      return phase === "interrupted" ? transition(leaveBrief(model, false)) : transition(model);
  }
}

function leaveBrief(model: SessionModel, interrupted: boolean): SessionModel {
  return interrupted
    ? withState(model, {
        phase: "interrupted",
        interruption: { remainingSeconds: null, elsewhere: false },
      })
    : withState(model, { phase: "consent", interruption: null });
}

/** Who types needs no microphone, and who checks one does not call yet. */
function takeConsent(model: SessionModel, check: boolean): Transition {
  const begin = { type: "begin-attempt" } as const;
  const prepare = { type: "prepare-call" } as const;
  const open = { type: "open-microphone" } as const;
  if (model.state.input === "text") return beginCall(model, begin, prepare);
  return check
    ? transition(withState(model, { phase: "microphone-check" }), begin, open)
    : transition(withState(model, { phase: "requesting-microphone" }), begin, prepare, open);
}

function leaveCheck(model: SessionModel): Transition {
  const { status, deviceId } = model.state.microphone;
  const checked: SessionModel = { ...model, terms: { ...model.terms, checkDue: false } };
  const effects: SessionEffect[] = [
    { type: "prepare-call" },
    { type: "remember-microphone", deviceId },
  ];
  if (status === "closed") {
    return transition(withState(checked, { phase: "requesting-microphone" }), ...effects);
  }
  return beginCall(checked, ...effects);
}

function grantSession(
  model: SessionModel,
  event: TimedEvent & { type: "session-granted" },
): Transition {
  const { sessionId, rehearsal, limitSeconds, tools, atMs } = event;
  const clock = { answeredAtMs: atMs, deadlineAtMs: atMs + limitSeconds * 1_000, warned: false };
  const granted = withState(model, { sessionId, rehearsal, card: { ...EMPTY_CARD, tools } });
  return transition({ ...granted, clock }, { type: "connect-call" });
}

function answerCall(model: SessionModel, atMs: number): Transition {
  const { sessionId } = model.state;
  if (sessionId === null) return transition(model);
  const ticked = tick(withState(model, { phase: "in-call" }), atMs);
  const effects: SessionEffect[] = [notify({ type: "session-started", sessionId })];
  if (model.terms.opens === "persona") {
    effects.push({ type: "send-intent", intent: { type: "invite-persona" } });
  }
  return transition(ticked.model, ...effects, ...ticked.effects);
}

export function failAttempt(model: SessionModel, failure: Failure): Transition {
  return transition(
    withState(model, { phase: "failed", failure, muted: false, talking: false }),
    { type: "close-call" },
    { type: "abandon-session", reason: "failed" },
  );
}

function enterText(model: SessionModel, text: string): Transition {
  const words = text.trim();
  if (model.state.phase !== "in-call" || words === "") return transition(model);
  const waiting = advanceActivity({ ...model, replyAwaited: true });
  return transition(waiting, { type: "send-intent", intent: { type: "say-text", text: words } });
}

function advanceActivity(model: SessionModel): SessionModel {
  return model.state.activity === "idle" ? withState(model, { activity: "thinking" }) : model;
}

function requestStop(model: SessionModel, atMs: number, reason: EndReason): Transition {
  const { phase } = model.state;
  if (phase === "in-call") return endCall(model, atMs, reason);
  if (phase === "consent") return transition(createSessionModel(model.terms));
  if (!BEFORE_CALL.includes(phase)) return transition(model);
  return transition(
    createSessionModel(model.terms),
    { type: "close-call" },
    { type: "abandon-session", reason: "left" },
  );
}

function requestRetry(model: SessionModel, atMs: number): Transition {
  const { phase } = model.state;
  if (phase === "report-failed") return askAgain(model, atMs);
  if (phase === "failed" || phase === "report-ready" || phase === "not-scored") {
    return transition(createSessionModel(model.terms, "consent"));
  }
  return transition(model);
}

/** Asks for a report that failed once more; an end that the server never confirmed comes first. */
function askAgain(model: SessionModel, atMs: number): Transition {
  const pending = withState(model, { phase: "report-pending", failure: null });
  return transition(
    { ...pending, reportAskedAtMs: atMs },
    model.settled
      ? { type: "fetch-report", afterSeconds: 0 }
      : { type: "end-session", reason: model.state.endReason ?? "failed" },
  );
}

function leavePage(model: SessionModel, atMs: number): Transition {
  const { phase } = model.state;
  if (BEFORE_CALL.includes(phase)) {
    return transition(
      createSessionModel(model.terms),
      { type: "close-call" },
      { type: "flush-session", reason: "left" },
    );
  }
  if (phase === "ending") {
    return transition(model, { type: "flush-session", reason: model.state.endReason ?? "left" });
  }
  if (phase !== "in-call") return transition(model);
  const ended = endCall(model, atMs, "left");
  const last = ended.effects.findIndex((effect) => effect.type === "end-session");
  return transition(
    ended.model,
    ...ended.effects.slice(0, last),
    { type: "flush-session", reason: "left" },
    ...ended.effects.slice(last),
  );
}

function reduceConnection(
  model: SessionModel,
  event: TimedEvent & { type: "call-hung-up" | `connection-${string}` },
): Transition {
  if (model.state.phase !== "in-call") return transition(model);
  switch (event.type) {
    case "connection-weakened":
      return weakenConnection(model, event.atMs);
    case "connection-recovered":
      return recoverConnection(model);
    case "connection-lost":
      return loseCall(model, event.atMs);
    case "call-hung-up":
      return isDeadlineNear(model, event.atMs)
        ? endCall(model, event.atMs, "deadline")
        : loseCall(model, event.atMs);
  }
}

function weakenConnection(model: SessionModel, atMs: number): Transition {
  if (model.weakSinceMs !== null) return transition(model);
  return transition(
    withState({ ...model, weakSinceMs: atMs }, { connectionWeak: true }),
    notify({ type: "warning", code: "connection_weak" }),
  );
}

function recoverConnection(model: SessionModel): Transition {
  if (model.weakSinceMs === null) return transition(model);
  return transition(withState({ ...model, weakSinceMs: null }, { connectionWeak: false }));
}

/** A lost call ends with what there is; only where the learner said nothing is it a failure. */
function loseCall(model: SessionModel, atMs: number): Transition {
  if (model.state.turns.some((turn) => turn.speaker === "learner")) {
    return endCall(model, atMs, "failed");
  }
  const closed = advanceTurns(model, atMs, true).model;
  const failure: Failure = { code: "connection_lost", requestId: null, limit: null };
  return failAttempt(withState(closed, { connectionWeak: false, remainingSeconds: null }), failure);
}

/** The call is so near its end that whatever closes it does so because of it. */
export function isDeadlineNear(model: SessionModel, atMs: number): boolean {
  return model.clock !== null && model.clock.deadlineAtMs - atMs <= DEADLINE_TOLERANCE_MS;
}

/** Ends a running call; in any other phase it changes nothing. */
export function endCall(model: SessionModel, atMs: number, reason: EndReason): Transition {
  if (model.state.phase !== "in-call") return transition(model);
  const closed = advanceTurns(withState(model, { talking: false }), atMs, true);
  const ending = withState(closed.model, {
    phase: "ending",
    endReason: reason,
    remainingSeconds: null,
    connectionWeak: false,
    recovery: "none",
    muted: false,
  });
  return transition(
    { ...ending, weakSinceMs: null, replyAwaited: false },
    { type: "close-call" },
    ...closed.effects,
    { type: "end-session", reason },
  );
}

/** The server's clock goes before ours, but never gives time back. */
function hearServer(
  model: SessionModel,
  event: TimedEvent & { type: "heartbeat-answered" },
): Transition {
  if (model.state.phase !== "in-call" || model.clock === null) return transition(model);
  if (!event.proceed) return endCall(model, event.atMs, "deadline");
  const told = event.atMs + event.remainingSeconds * 1_000;
  const deadlineAtMs = Math.min(model.clock.deadlineAtMs, told);
  return tick({ ...model, clock: { ...model.clock, deadlineAtMs } }, event.atMs);
}

/** What follows a call: its settlement, then the report. */
function advanceReport(
  model: SessionModel,
  event: TimedEvent & {
    type: "session-settled" | "settlement-failed" | "report-answered" | "report-failed";
  },
): Transition {
  const { phase } = model.state;
  if (phase !== "report-pending" && phase !== "ending") return transition(model);
  switch (event.type) {
    case "session-settled":
      return model.settled
        ? transition(model)
        : settleSession(model, event.usedSeconds, event.atMs);
    case "report-answered":
      return takeReport(model, event.response, event.atMs);
    case "settlement-failed":
    case "report-failed":
      return failReport(model, event.failure);
  }
}

function settleSession(model: SessionModel, usedSeconds: number | null, atMs: number): Transition {
  const { sessionId, endReason } = model.state;
  const next = {
    ...withState(model, { phase: "report-pending" }),
    settled: true,
    reportAskedAtMs: atMs,
  };
  const reason = endReason ?? "failed";
  return transition(
    next,
    ...(sessionId === null
      ? []
      : [notify({ type: "session-ended", sessionId, reason, usedSeconds })]),
    { type: "fetch-report", afterSeconds: 0 },
  );
}

function takeReport(model: SessionModel, response: ReportResponse, atMs: number): Transition {
  const { sessionId } = model.state;
  switch (response.status) {
    case "pending":
      if (atMs - (model.reportAskedAtMs ?? atMs) >= REPORT_PATIENCE_MS) {
        return failReport(model, { code: "server_unreachable", requestId: null, limit: null });
      }
      return transition(model, {
        type: "fetch-report",
        afterSeconds: Math.max(1, response.retryAfterSeconds),
      });
    case "ready":
      return transition(
        withState(model, { phase: "report-ready", report: response.report }),
        ...(sessionId === null
          ? []
          : [notify({ type: "report-ready", sessionId, total: response.report.total })]),
      );
    case "not_scored":
      return transition(
        withState(model, { phase: "not-scored", notScoredReason: response.reason }),
      );
    case "failed":
      return failReport(model, { code: "internal", requestId: null, limit: null });
  }
}

function failReport(model: SessionModel, failure: Failure): Transition {
  return transition(withState(model, { phase: "report-failed", failure }));
}

function refuseStorage(model: SessionModel): Transition {
  if (!model.state.turnsStored) return transition(model);
  return transition(
    withState(model, { turnsStored: false }),
    notify({ type: "warning", code: "turns_not_stored" }),
  );
}

/** What only time brings about: seconds left, the warning, the end, the end of patience. */
function tick(model: SessionModel, atMs: number): Transition {
  const { clock } = model;
  if (clock === null) return transition(model);
  if (atMs >= clock.deadlineAtMs) return endCall(model, atMs, "deadline");
  if (model.weakSinceMs !== null && atMs - model.weakSinceMs >= CONNECTION_GRACE_MS) {
    return loseCall(model, atMs);
  }
  const remainingSeconds = Math.ceil((clock.deadlineAtMs - atMs) / 1_000);
  const short = remainingSeconds <= SHORT_TIME_SECONDS && !clock.warned;
  const ticked = withState(
    { ...model, clock: { ...clock, warned: clock.warned || short } },
    { remainingSeconds },
  );
  const advanced = advanceTurns(ticked, atMs, false);
  const warning = short ? [notify({ type: "warning", code: "time_short" })] : [];
  return transition(advanced.model, ...warning, ...advanced.effects);
}
