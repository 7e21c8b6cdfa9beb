import type postgres from "postgres";
import type { ScoreWorld } from "../../../supabase/functions/_shared/jobs/scores/course-service.ts";
import type { CoursePlan, ScoresOutcome } from "./play-scores.ts";

/** What a lost guard does to grades. */
export type Harm = "lost" | "doubled" | "lowered" | "erased" | "late";

/** A guard of the scores' way to a course, how it is taken away, and what that does. */
export interface ScoreGuard {
  readonly name: string;
  readonly harm: Harm;
  /** The course in which it counts. */
  readonly plan: Pick<CoursePlan, "readsResults" | "namesColumn">;
  /** A piece of a function of the database, and what stands there without the guard. */
  readonly sql?: {
    readonly of: string;
    readonly piece: string;
    readonly replacement: string;
  };
  readonly change?: (world: ScoreWorld) => ScoreWorld;
}

const READABLE = { readsResults: true, namesColumn: true };
const BLIND = { readsResults: false, namesColumn: true };

/** Every guard, each of which the proof must miss when it is gone. */
export const SCORE_GUARDS: readonly ScoreGuard[] = [
  {
    ...{ name: "only a better score goes", harm: "lowered", plan: BLIND },
    sql: {
      of: "coach.grade_of(coach.lti_score_targets, uuid)",
      piece: "(p_target.best_score is null or score > p_target.best_score)",
      replacement: "true",
    },
  },
  {
    ...{ name: "one of a learner is on its way at a time", harm: "lowered", plan: BLIND },
    sql: {
      of: "public.claim_deliveries(text, integer, integer)",
      piece: "earlier.number < delivery.number",
      replacement: "false",
    },
  },
  {
    ...{ name: "each score is newer than the last", harm: "lost", plan: BLIND },
    sql: {
      of: "coach.reserve_time(uuid)",
      piece: "greatest(date_trunc('milliseconds', now()), scored_at + interval '1 second')",
      replacement: "coalesce(scored_at, date_trunc('milliseconds', now()))",
    },
  },
  {
    ...{ name: "one caller makes a column", harm: "doubled" },
    plan: { readsResults: true, namesColumn: false },
    sql: {
      of: "public.lease_lti_line_item(uuid, integer)",
      piece: "item.url is null and (item.leased_until is null or item.leased_until <= now())",
      replacement: "true",
    },
  },
  {
    ...{ name: "a failed attempt is made again", harm: "lost", plan: READABLE },
    change: (world) => ({
      ...world,
      store: {
        ...world.store,
        settleDelivery: (id, result) => world.store.settleDelivery(id, { ...result, done: true }),
      },
    }),
  },
  {
    ...{ name: "what the gradebook has is read before", harm: "doubled", plan: READABLE },
    change: (world) => ({
      ...world,
      fetch: (url, init) =>
        url.includes("/results") ? Promise.resolve(Response.json([])) : world.fetch(url, init),
    }),
  },
  {
    ...{ name: "each score has a comment", harm: "erased", plan: READABLE },
    change: withScore(({ comment: _comment, ...score }) => score),
  },
  {
    ...{ name: "each score is fully graded", harm: "erased", plan: READABLE },
    change: withScore((score) => ({ ...score, gradingProgress: "PendingManual" })),
  },
  {
    ...{ name: "each score says when the work was done", harm: "late", plan: READABLE },
    change: withScore(({ submission: _submission, ...score }) => score),
  },
];

/** Every third score is another than it was sent. */
function withScore(
  toOther: (score: Readonly<Record<string, unknown>>) => object,
): (world: ScoreWorld) => ScoreWorld {
  let count = 0;
  return (world) => ({
    ...world,
    fetch: (url, init) => {
      const { body } = init;
      if (!url.includes("/scores") || typeof body !== "string") return world.fetch(url, init);
      count += 1;
      if (count % 3 !== 0) return world.fetch(url, init);
      const score = JSON.parse(body) as Record<string, unknown>;
      return world.fetch(url, { ...init, body: JSON.stringify(toOther(score)) });
    },
  });
}

/** Plays without a guard, and says whether what that does was seen. The guard is there again afterwards. */
export async function isMissed(
  sql: postgres.Sql,
  { harm, sql: piece }: ScoreGuard,
  play: () => Promise<ScoresOutcome>,
): Promise<boolean> {
  if (piece === undefined) return (await play())[harm].length > 0;
  const [row] = await sql<{ text: string }[]>`
    select pg_get_functiondef(${piece.of}::regprocedure) as text`;
  const text = row?.text ?? "";
  const without = text.replace(piece.piece, piece.replacement);
  if (without === text) throw new Error(`${piece.of} has no ${piece.piece}`);
  try {
    await sql.unsafe(without);
    return (await play())[harm].length > 0;
  } finally {
    await sql.unsafe(text);
  }
}
