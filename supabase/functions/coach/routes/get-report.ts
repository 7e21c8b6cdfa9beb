import { NotScoredReason, Report, type ReportResponse } from "../../_shared/contract/report.ts";
import { makeReport } from "../../_shared/jobs/make-report.ts";
import type { GetReportAnswer } from "../../_shared/store/reports.ts";
import { readBearer } from "../../_shared/runtime/http/read-bearer.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

type StoredReport = Extract<GetReportAnswer, { outcome: "ok" }>;

const PENDING_RETRY_SECONDS = 2;
/** A session that nobody ended is settled by the reaper first, which takes most of a minute. */
const UNENDED_RETRY_SECONDS = 10;

/**
 * `GET /coach/sessions/:id/report`. Where the report is due and nobody works on it, because a function was
 * killed or a provider failed, asking for it starts the work again.
 */
export function createGetReport(world: CoachWorld) {
  return async (request: Request, sessionId: string): Promise<Response> => {
    await assertCaller(world.tokens, request, readBearer(request), sessionId);
    const stored = await world.store.getReport(sessionId);
    if (stored.outcome === "session_unknown") throw sessionUnknown();
    return answerReport(world, sessionId, stored);
  };
}

/** Answers with a report to whoever may read it, or with how far it is. */
export function answerReport(world: CoachWorld, sessionId: string, stored: StoredReport): Response {
  if (stored.status === "pending" && stored.leaseExpired) {
    world.background("make_report", async () => {
      await makeReport(world, sessionId);
    });
  }
  const response = toResponse(stored);
  const headers: Record<string, string> =
    response.status === "pending" ? { "retry-after": String(response.retryAfterSeconds) } : {};
  return Response.json(response, { headers });
}

function toResponse({ status, reason, report, transcript }: StoredReport): ReportResponse {
  switch (status) {
    case "none":
      return { status: "pending", retryAfterSeconds: UNENDED_RETRY_SECONDS };
    case "pending":
      return { status: "pending", retryAfterSeconds: PENDING_RETRY_SECONDS };
    case "ready":
      return { status: "ready", report: Report.parse(report) };
    case "not_scored":
      return { status: "not_scored", reason: NotScoredReason.parse(reason), transcript };
    case "failed":
      return { status: "failed", transcript };
  }
}
