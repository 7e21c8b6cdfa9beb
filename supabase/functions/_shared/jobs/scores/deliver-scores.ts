import type { ClaimedScore } from "../../store/scores.ts";
import {
  type Attempt,
  LEASE_SECONDS,
  type SettledDeliveries,
  settleDeliveries,
} from "../deliveries/settle-deliveries.ts";
import { WebhookTargetError } from "../webhooks/webhook-target.ts";
import { CourseCaller } from "./course-caller.ts";
import { ScoreFault, type ScoreWorld } from "./course-service.ts";
import { explainScoreFault } from "./explain-score-fault.ts";
import { findLineItem } from "./find-line-item.ts";
import { ScoreTokens } from "./score-tokens.ts";
import { sendScore } from "./send-score.ts";

/** Shorter than a lease, whatever a platform does. */
const MAX_MS = 30_000;

/** Creates what sends courses the scores that are due, up to `batch` of them; it keeps platforms' tokens. */
export function createDeliverScores(
  world: ScoreWorld,
): (batch: number) => Promise<SettledDeliveries> {
  const tokens = new ScoreTokens();
  return async (batch) => {
    const { deliveries } = await world.store.claimScores(batch, LEASE_SECONDS);
    return await settleDeliveries(world, deliveries, {
      send: (delivery) => deliver(world, tokens, delivery),
      givenUp: "score_given_up",
      explain: explainScoreFault,
    });
  };
}

async function deliver(
  world: ScoreWorld,
  tokens: ScoreTokens,
  { id, course, payload: grade }: ClaimedScore,
): Promise<Attempt> {
  if (course === null) return { error: "course_gone", retry: false };
  if (grade === null) return { error: null, retry: false };
  try {
    const caller = new CourseCaller(world, tokens, course, AbortSignal.timeout(MAX_MS));
    const sent = { id, course, grade, caller };
    return await sendScore(world, sent, course.lineItem ?? (await findLineItem(world, sent)));
  } catch (error) {
    if (error instanceof ScoreFault) return { error: error.message, retry: error.retry };
    return { error: toReason(error), retry: true };
  }
}

function toReason(error: unknown): string {
  if (error instanceof WebhookTargetError) return error.message;
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "unreachable";
}
