import type { LearnerTool, Progress } from "../_shared/contract/progress.ts";
import type { CallRequest } from "../_shared/contract/session.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { hashTexts } from "../_shared/identity/learner-key.ts";
import { toCallProgress, toLearnerTools } from "../_shared/tools/learner-tools.ts";
import { toProgressSource } from "../_shared/tools/progress-source.ts";
import { compileTalkSoFar, type TalkStanding } from "../_shared/scenario/talk-so-far.ts";
import type { OpenCallAnswer } from "../_shared/store/calls.ts";
import type { TalkAnswer } from "../_shared/store/turns.ts";
import { COST_LIMIT } from "../_shared/store/sessions.ts";
import { sessionUnknown } from "./caller.ts";
import type { CoachWorld } from "./coach-world.ts";
import { hangUpCalls } from "./hang-up-calls.ts";
import { relayOffer, sessionGone, type Watched } from "./start-call.ts";
import { toCallPlan } from "./to-call-plan.ts";

type GrantedCall = Extract<OpenCallAnswer, { outcome: "granted" }>;

/** What is known of a talk when a further call takes it up. */
type Talk = Extract<TalkAnswer, { outcome: "ok" }>;

/** What is known of a session besides its words. */
interface Reached {
  /** What its learner may see of it. */
  readonly progress: Progress;
  readonly tools: readonly LearnerTool[] | undefined;
  /** Where its persona stands; null before anything was noted. */
  readonly standing: TalkStanding | null;
}

/** A call that took the place of another one. */
interface ReplacedCall {
  readonly answer: string;
  readonly elapsedMs: number;
  readonly remainingSeconds: number;
  readonly talk: Talk;
  readonly reached: Reached;
  /** True where an earlier request of the same attempt made it. */
  readonly isReplayed: boolean;
  readonly watched: Watched;
}

/** A repeated request waits, in steps, for the first one's call. */
const REPLAY_WAITS_MS = [500, 1_000, 1_500, 2_000, 3_000, 4_000];
/** The connection is down: it waits for last words less long than a session that ends. */
const WORDS_PATIENCE_MS = 1_500;
/** For the segment of the old call to write down what it heard. */
const TALK_WAITS_MS = [150, 150, 200, 300, 400];
const RETRY_SECONDS = 2;

/**
 * Makes a further call of a running session: ends the one there is, at the provider first, and tells the persona
 * what was said. There are never two.
 * @throws {ProblemError} conflict, limit_reached, feature_disabled, not_found or upstream_unavailable.
 */
export async function replaceCall(
  world: CoachWorld,
  sessionId: string,
  request: CallRequest,
): Promise<ReplacedCall> {
  const opened = await openCall(world, sessionId, request);
  if (opened.outcome === "replayed") {
    const { answer, elapsedMs, remainingSeconds } = opened;
    const talk = await readTalk(world, sessionId);
    const reached = await readReached(world, sessionId);
    return { answer, elapsedMs, remainingSeconds, talk, reached, isReplayed: true, watched: null };
  }
  const attempt = { sessionId, attemptKey: request.attemptKey };
  try {
    return await makeCall(world, opened, { ...request, sessionId });
  } catch (error) {
    world.background(
      "fail_call",
      async () => {
        await world.store.failCall(attempt);
      },
      {
        sessionId,
      },
    );
    throw error;
  }
}

async function makeCall(
  world: CoachWorld,
  opened: GrantedCall,
  request: CallRequest & { readonly sessionId: string },
): Promise<ReplacedCall> {
  const { sessionId, attemptKey, offer, input = "voice" } = request;
  const { hangups, ...session } = opened;
  const { queued } = await hangUpCalls(world, sessionId, hangups, WORDS_PATIENCE_MS);
  // What may still be live, and billed, must be over before another call is: the queue tries on.
  if (queued > 0) throw callBusy();
  const talk = await awaitTalk(world, sessionId);
  const reached = await readReached(world, sessionId);
  const talkSoFar = compileTalkSoFar(talk.transcript, reached.standing);
  const plan = toCallPlan({ ...session, input, talkSoFar });
  return relayOffer(world, { sessionId, plan, offer }, async (call) => {
    const attached = await world.store.attachFurtherCall({ sessionId, attemptKey, ...call });
    if (attached.outcome === "gone") throw sessionGone();
    const { callId, elapsedMs, remainingSeconds } = attached;
    const known = { talk, reached, isReplayed: false };
    return { callId, answer: call.answer, elapsedMs, remainingSeconds, ...known };
  });
}

async function openCall(
  world: CoachWorld,
  sessionId: string,
  { attemptKey, offer }: CallRequest,
): Promise<Extract<OpenCallAnswer, { outcome: "granted" | "replayed" }>> {
  const requestHash = hashTexts([sessionId, offer]);
  for (const waitMs of [0, ...REPLAY_WAITS_MS]) {
    if (waitMs > 0) await world.wait(waitMs);
    const answer = await world.store.openCall({ sessionId, attemptKey, requestHash });
    if (answer.outcome === "granted" || answer.outcome === "replayed") return answer;
    if (answer.outcome !== "pending") throw toProblem(answer);
  }
  throw new ProblemError("conflict", "The call of this attempt is still being made.", {
    retryAfterSeconds: RETRY_SECONDS,
  });
}

function toProblem(
  answer: Exclude<OpenCallAnswer, { outcome: "granted" | "replayed" | "pending" }>,
): ProblemError {
  const field = { field: "attemptKey" };
  switch (answer.outcome) {
    case "session_unknown":
      return sessionUnknown();
    case "over":
      if (answer.endReason === COST_LIMIT) return costReached();
      return new ProblemError("conflict", "This practice is over: it takes no further call.");
    case "attempt_conflict":
      return new ProblemError("conflict", "This attempt key belongs to another request.", field);
    case "attempt_over":
      return new ProblemError("conflict", "The call of this attempt was replaced.", field);
    case "too_soon": {
      const { retryAfterSeconds } = answer;
      return new ProblemError("conflict", "Another call was just made. Wait a moment.", {
        retryAfterSeconds,
      });
    }
    case "too_many":
      return new ProblemError("limit_reached", "This practice has had all the calls it may have.");
    case "feature_disabled":
      return new ProblemError("feature_disabled", "Practising by voice is switched off here.");
  }
}

/** The talk once nobody writes it down any more, or as it is after a moment. */
async function awaitTalk(world: CoachWorld, sessionId: string): Promise<Talk> {
  let talk = await readTalk(world, sessionId);
  for (const waitMs of TALK_WAITS_MS) {
    if (!talk.isWatched) break;
    await world.wait(waitMs);
    talk = await readTalk(world, sessionId);
  }
  return talk;
}

async function readTalk({ store }: CoachWorld, sessionId: string): Promise<Talk> {
  const talk = await store.getTalk(sessionId);
  if (talk.outcome === "session_unknown") throw sessionUnknown();
  return talk;
}

async function readReached({ store }: CoachWorld, sessionId: string): Promise<Reached> {
  const known = await store.getProgress(sessionId, null);
  if (known.outcome === "session_unknown") throw sessionUnknown();
  const source = toProgressSource(known);
  const { state } = known;
  const standing = state && {
    ...{ mood: state.phase, raised: state.raised, settled: state.settled },
    reached: state.objectives,
  };
  const tools = toLearnerTools(source.private);
  return { progress: toCallProgress(source, state), tools, standing };
}

/** The learner's page says so instead of calling again. */
function costReached(): ProblemError {
  const limit = { name: "site_cost", cap: 100, used: 100, resetsAt: null } as const;
  return new ProblemError("limit_reached", "This practice has cost as much as it may.", { limit });
}

function callBusy(): ProblemError {
  const message = "The call before this one could not be ended yet. Try again in a moment.";
  return new ProblemError("upstream_unavailable", message, { retryAfterSeconds: RETRY_SECONDS });
}
