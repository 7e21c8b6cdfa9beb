import * as z from "zod";
import type { Attempt } from "../deliveries/settle-deliveries.ts";
import type { Grade } from "../../store/scores.ts";
import { ScoreFault, type ScoreWorld } from "./course-service.ts";
import type { SentScore } from "./find-line-item.ts";
import { SCOPES } from "./score-tokens.ts";
import { toScoreComment } from "./to-score-comment.ts";

const SCORE = "application/vnd.ims.lis.v1.score+json";
const RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json";
const MAXIMUM = 100;
const CONFLICT = 409;
/** Waiting changes nothing here: somebody has to. */
const FINAL = [400, 403, 404, 410, 412, 422];
/** Too slow, or too often. */
const PASSING = [408, 429];
/** No such column any more. */
const GONE = [404, 410];
/** A platform may keep a grade with fewer digits. */
const TOLERANCE = 0.05;

const TAKEN: Attempt = { error: null, retry: false };

const Result = z.object({
  userId: z.coerce.string().optional().catch(undefined),
  resultScore: z.nullish(z.coerce.number()).catch(null),
  resultMaximum: z.coerce.number().positive().catch(MAXIMUM),
});

/**
 * Sends a score to the column of a gradebook. Where the platform lets this tool read, it is asked first: an answer that was
 * lost is found there, and no better grade of somebody else's is lowered.
 * @throws {ScoreFault} where it cannot say now, and what asking throws.
 */
export async function sendScore(
  { store }: ScoreWorld,
  sent: SentScore,
  lineItem: string,
): Promise<Attempt> {
  if (await isTold(sent, lineItem)) return TAKEN;
  let status = await post(sent, lineItem, sent.grade.timestamp);
  if (status === CONFLICT) {
    // The platform has something that is newer than this says of itself.
    if (await isTold(sent, lineItem)) return TAKEN;
    const renewed = await store.renewScoreTime(sent.id);
    if (renewed.outcome !== "renewed") return TAKEN;
    status = await post(sent, lineItem, renewed.timestamp);
    if (status === CONFLICT) return { error: "score_conflict", retry: true };
  }
  if (status >= 200 && status < 300) return TAKEN;
  if (GONE.includes(status) && sent.course.isOwnLineItem) {
    await store.keepLtiLineItem(sent.id, null);
  }
  if (FINAL.includes(status)) return { error: `score_refused_${status}`, retry: false };
  return { error: `status_${status}`, retry: true };
}

/** Whether the gradebook holds what a score would say, or better, so that nothing is left to say. */
async function isTold(sent: SentScore, lineItem: string): Promise<boolean> {
  const result = await readResult(sent, lineItem);
  if (result === null) return false;
  const { score, was }: Grade = sent.grade;
  if (Math.abs(result - score) <= TOLERANCE) return true;
  // A correction undoes what was ours, and no grade that a person gave since.
  if (was !== null && score < was) return Math.abs(result - was) > TOLERANCE;
  return result > score;
}

/** The learner's grade, 0 to 100; null where there is none, or nobody says. */
async function readResult({ course, caller }: SentScore, lineItem: string): Promise<number | null> {
  if (!course.scopes.includes(SCOPES.results)) return null;
  const url = new URL(below(lineItem, "results"));
  url.searchParams.set("user_id", course.subject);
  const { status, json } = await caller.get(url.href, RESULTS);
  // Not now: later it may say that it heard the score. Another refusal leaves it to the score itself.
  if (status >= 500 || PASSING.includes(status)) throw new ScoreFault(`status_${status}`, true);
  const entries: readonly unknown[] = status === 200 && Array.isArray(json) ? json : [];
  const results = entries.flatMap((entry) => Result.safeParse(entry).data ?? []);
  // A platform may pass the question over and answer with everybody.
  const own = results.find(({ userId }) => userId === course.subject);
  if (own?.resultScore === undefined || own.resultScore === null) return null;
  return (own.resultScore / own.resultMaximum) * MAXIMUM;
}

/**
 * One score. Of all its forms only this one: a platform erases a grade where a score says that it is not fully graded or
 * says no number, and erases its comment where a score has none.
 */
async function post(sent: SentScore, lineItem: string, timestamp: string): Promise<number> {
  const { course, grade, caller } = sent;
  const submission = grade.submittedAt === null ? {} : { submittedAt: grade.submittedAt };
  const { status } = await caller.post(below(lineItem, "scores"), SCORE, {
    ...{ userId: course.subject, timestamp },
    ...{ scoreGiven: grade.score, scoreMaximum: MAXIMUM, comment: toScoreComment(grade) },
    ...{ activityProgress: "Completed", gradingProgress: "FullyGraded" },
    // Else some take the time of the message for the time of the work, and call it late.
    submission,
  });
  return status;
}

/** An address below a column: in its path, since some have a query. */
function below(lineItem: string, name: string): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${name}`;
  return url.href;
}
