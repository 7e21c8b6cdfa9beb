import type { Timed } from "../state/session-event.ts";
import type { EventOf, Handler, SessionHandlers } from "./handlers.ts";
import {
  createSessionModel,
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import type { Failure } from "../state/session-state.ts";
import { toReportNotice } from "../to-report-notice.ts";

/** A report that is not made by then is given up; the learner may ask again. */
export const REPORT_PATIENCE_MS = 180_000;

const fail = afterCall(failReport);

/** What follows a call: its settlement, then the report. */
export const reportHandlers = {
  "session-settled": afterCall(settleSession),
  "settlement-failed": fail,
  "report-answered": afterCall(takeReport),
  "report-failed": fail,
  "retry-requested": requestRetry,
} satisfies Partial<SessionHandlers>;

function afterCall<Event>(handler: Handler<Event>): Handler<Event> {
  return (model, event) => {
    const { phase } = model.state;
    const isAfter = phase === "report-pending" || phase === "ending";
    return isAfter ? handler(model, event) : transition(model);
  };
}

function settleSession(
  model: SessionModel,
  { usedSeconds, atMs }: EventOf<"session-settled">,
): Transition {
  if (model.settled) return transition(model);
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

function takeReport(
  model: SessionModel,
  { response, atMs }: EventOf<"report-answered">,
): Transition {
  switch (response.status) {
    case "pending":
      if (atMs - (model.reportAskedAtMs ?? atMs) >= REPORT_PATIENCE_MS) {
        return failReport(model, toFailure("server_unreachable"));
      }
      return transition(model, {
        type: "fetch-report",
        afterSeconds: Math.max(1, response.retryAfterSeconds),
      });
    case "ready":
      return transition(
        withState(model, { phase: "report-ready", report: response.report }),
        notify(toReportNotice(response.report)),
      );
    case "not_scored":
      return transition(
        withState(model, { phase: "not-scored", notScoredReason: response.reason }),
      );
    case "failed":
      return failReport(model, toFailure("internal"));
  }
}

function failReport(model: SessionModel, { failure }: { readonly failure: Failure }): Transition {
  return transition(withState(model, { phase: "report-failed", failure }));
}

function toFailure(code: Failure["code"]): { readonly failure: Failure } {
  return { failure: { code, requestId: null, limit: null } };
}

function requestRetry(model: SessionModel, { atMs }: Timed): Transition {
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
