import type { LimitDetail } from "../_shared/contract/problem.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { OpenSessionAnswer, OpenSessionRequest } from "../_shared/store/sessions.ts";
import type { CoachWorld } from "./coach-world.ts";
import { toSiteProblem } from "./site-refusals.ts";

export type OpenedSession = Extract<OpenSessionAnswer, { outcome: "granted" | "replayed" }>;
export type ReplayedSession = Extract<OpenSessionAnswer, { outcome: "replayed" }>;

/** A repeated start waits, in steps, for the first one's call: longer than the provider may take for it. */
const REPLAY_WAITS_MS = [250, 500, 1_000, 1_500, 2_000, 3_000, 3_000];
const REPLAY_RETRY_SECONDS = 2;

/**
 * Reserves the minutes of a session, or finds the one that the same attempt reserved before.
 * @throws {ProblemError} limit_reached, conflict, not_found, origin_forbidden or feature_disabled.
 */
export async function openSession(
  world: CoachWorld,
  request: OpenSessionRequest,
): Promise<OpenedSession> {
  return toOpened(await world.store.openSession(request));
}

/**
 * Waits for the call that another request of the same attempt is making.
 * @throws {ProblemError} upstream_unavailable when that call could not be made; conflict when the attempt is
 * over, or its call not made yet.
 */
export async function awaitReplay(
  world: CoachWorld,
  request: OpenSessionRequest,
  first: ReplayedSession,
): Promise<ReplayedSession & { readonly answer: string; readonly deadline: string }> {
  let session: OpenedSession = first;
  for (const waitMs of [0, ...REPLAY_WAITS_MS]) {
    if (waitMs > 0) {
      await world.wait(waitMs);
      session = toOpened(await world.store.openSession(request));
    }
    if (session.outcome !== "replayed") break;
    assertRunning(session);
    const { answer, deadline } = session;
    if (answer !== null && deadline !== null) return { ...session, answer, deadline };
  }
  throw new ProblemError("conflict", "The call of this attempt is still being made.", {
    retryAfterSeconds: REPLAY_RETRY_SECONDS,
  });
}

/** A secret is for one use and is not kept, so an ephemeral start cannot be repeated. */
function assertRunning({ status, handshake }: ReplayedSession): void {
  if (status === "released") {
    // What the first request was told, so that a repetition after it means the same to the page.
    const message =
      "The voice service could not take the call. Start again with a new attempt key.";
    const options = { retryAfterSeconds: REPLAY_RETRY_SECONDS };
    throw new ProblemError("upstream_unavailable", message, options);
  }
  if (status === "ended" || handshake === "ephemeral") {
    const message = "This attempt is over. Start again with a new attempt key.";
    throw new ProblemError("conflict", message, { field: "attemptKey" });
  }
}

function toOpened(answer: OpenSessionAnswer): OpenedSession {
  switch (answer.outcome) {
    case "granted":
    case "replayed":
      return answer;
    case "attempt_conflict":
      throw new ProblemError("conflict", "This attempt key belongs to another request.", {
        field: "attemptKey",
      });
    case "purpose_changed":
      throw new ProblemError(
        "conflict",
        "The learner was told another purpose than this attempt has. Read the brief with this learner's token, and say it.",
        { field: "consent.purpose" },
      );
    case "limit_reached":
      throw toLimitProblem(answer);
    default:
      throw toSiteProblem(answer.outcome);
  }
}

function toLimitProblem({
  limit,
  retryAfterSeconds,
}: Extract<OpenSessionAnswer, { outcome: "limit_reached" }>): ProblemError {
  const waiting = retryAfterSeconds === null ? {} : { retryAfterSeconds };
  return new ProblemError("limit_reached", toLimitMessage(limit), { limit, ...waiting });
}

function toLimitMessage({ name, resetsAt }: LimitDetail): string {
  if (name === "site_concurrency") return "As many practices are running as this site may have.";
  if (name === "learner_concurrency") {
    return "Another practice of this learner is still running. End it, or wait a moment.";
  }
  if (name === "hour_starts") {
    return "Too many practices were started within an hour. Wait a while.";
  }
  if (name === "site_cost") return "What this site may spend on practice is spent for now.";
  if (name === "learner_attempts") return "All attempts at this practice are used up.";
  return `The practice time of this period is used up, until ${resetsAt ?? "it is renewed"}.`;
}
