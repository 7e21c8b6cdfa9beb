import type postgres from "postgres";
import type { ScoreWorld } from "../../../supabase/functions/_shared/jobs/scores/course-service.ts";
import type { AgsFault, AgsGrade } from "./hostile-ags.ts";
import { createChance } from "./play-course.ts";
import { ALL_SCOPES, type CourseLearner, openScoreStage, type ScoreStage } from "./score-stage.ts";

/** What became of the scores of a course, each by the learner's name. */
export interface ScoresOutcome {
  readonly practices: number;
  readonly faults: number;
  /** Scores that an operator had to send again. */
  readonly retried: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly lowered: readonly string[];
  /** Grades or comments that were there and were not any more. */
  readonly erased: readonly string[];
  /** Work that a score made late. */
  readonly late: readonly string[];
}

/** A course that a platform offers, and how many practices there are in it. */
export interface CoursePlan {
  readonly seed: number;
  readonly practices: number;
  /** Whether the tool may read results. */
  readonly readsResults: boolean;
  /** Whether launches name the column of the gradebook. */
  readonly namesColumn: boolean;
  /** Takes a guard away, to show that its absence is seen. */
  readonly change?: (world: ScoreWorld) => ScoreWorld;
}

const PRACTICES_A_LEARNER = 10;
/** Where launches name no column, so many are to be made. */
const PLACES = 2;
const LATENCY_MS = 4;
/** Longer than the database takes to let the next one look for a column. */
const COLUMN_LATENCY_MS = 150;
const FAULT_SHARE = 0.2;
const FAULTS: readonly AgsFault[] = [
  "away",
  "lost",
  "lost",
  "busy",
  "broken",
  "revoked",
  "slow_down",
];
/** Of a hundred rounds, how many begin a time in which nobody answers. */
const BLACKOUT_SHARE = 0.05;
const BLACKOUT_ROUNDS = 4;
const LAST_ROUNDS = 60;

interface Play {
  readonly stage: ScoreStage;
  readonly learners: readonly CourseLearner[];
  readonly best: Map<string, number>;
  readonly chance: () => number;
}

/**
 * Plays a course: practices of many learners, while two runs of the reaper at a time deliver and the network and the platform
 * fail at random; then quiet days until nothing waits.
 */
export async function playScores(sql: postgres.Sql, plan: CoursePlan): Promise<ScoresOutcome> {
  const chance = createChance(plan.seed);
  const scopes = ALL_SCOPES.filter((scope) => plan.readsResults || !scope.includes("result"));
  const stage = await openScoreStage(sql, {
    scopes,
    ...(plan.change === undefined ? {} : { change: plan.change }),
  });
  // Otherwise nothing would ever be on its way at once.
  stage.ags.latency = (path) => (path.endsWith("/lineitems") ? COLUMN_LATENCY_MS : LATENCY_MS);
  const learners: CourseLearner[] = [];
  for (let index = 0; index < plan.practices / PRACTICES_A_LEARNER; index += 1) {
    const column = plan.namesColumn ? {} : { lineItem: null, link: `link-${index % PLACES}` };
    learners.push(await stage.enrol({ user: `learner-${index}`, ...column }));
  }
  const play: Play = { stage, learners, best: new Map(), chance };
  const faults = await playFaults(play, plan);
  const retried = await playOut(stage);
  return { practices: plan.practices, faults, retried, ...judge(play, plan) };
}

/** The course itself; answers how many requests went wrong. */
async function playFaults({ stage, learners, best, chance }: Play, plan: CoursePlan) {
  let faults = 0;
  let blackout = 0;
  const tries = new Map<CourseLearner, number>();
  const draw = (): AgsFault | null =>
    chance() < FAULT_SHARE ? (FAULTS[Math.floor(chance() * FAULTS.length)] ?? null) : null;
  stage.ags.fault = () => {
    const fault = blackout > 0 ? "away" : draw();
    if (fault !== null) faults += 1;
    return fault;
  };
  for (let practised = 0; practised < plan.practices;) {
    blackout = blackout > 0 ? blackout - 1 : chance() < BLACKOUT_SHARE ? BLACKOUT_ROUNDS : 0;
    // All begin together, as a class does.
    const wanted = practised === 0 ? learners.length : 1 + Math.floor(chance() * 12);
    const count = Math.min(wanted, plan.practices - practised);
    practised += count;
    for (let each = 0; each < count; each += 1) {
      const place = practised === count ? each : Math.floor(chance() * learners.length);
      const learner = learners[place];
      if (learner === undefined) continue;
      // Learners get better, so that most scores have something to say.
      const most = 40 + 8 * (tries.get(learner) ?? 0);
      tries.set(learner, (tries.get(learner) ?? 0) + 1);
      const total = Math.min(Math.floor(most * (0.5 + chance() / 2)), 100);
      await stage.practise(learner, total);
      best.set(learner.user, Math.max(total, best.get(learner.user) ?? 0));
    }
    await Promise.all([stage.deliver(20), stage.deliver(20)]);
    await stage.hasten();
  }
  return faults;
}

/** Quiet days, and an operator who sends again what was given up; answers how much that was. */
async function playOut(stage: ScoreStage): Promise<number> {
  stage.ags.fault = () => null;
  let retried = 0;
  for (let round = 0; round < LAST_ROUNDS; round += 1) {
    await stage.hasten();
    await stage.deliver(100);
    const open = (await stage.deliveries()).filter(({ status }) => status !== "done");
    if (open.length === 0) break;
    if (open.every(({ status }) => status === "failed")) {
      retried += open.length;
      await stage.sql`
        select public.retry_deliveries(${stage.site.embedKey}, 'ags', null, 'operator')`;
    }
  }
  return retried;
}

function judge(
  { stage, best }: Play,
  { readsResults }: CoursePlan,
): Pick<ScoresOutcome, "lost" | "doubled" | "lowered" | "erased" | "late"> {
  const learners = [...best].map(([user, total]) => ({
    user,
    total,
    grades: gradesOf(stage, user),
  }));
  const where = (is: (grade: AgsGrade) => boolean): string[] =>
    learners.filter(({ grades }) => grades.some(is)).map(({ user }) => user);
  const isAnyStep = (is: (before: Step, after: Step) => boolean) => (grade: AgsGrade) =>
    grade.taken.some((after, place) => {
      const before = grade.taken[place - 1];
      return before !== undefined && is(before, after);
    });
  return {
    lost: learners
      .filter(({ total, grades }) => !grades.some(({ points }) => points === total))
      .map(({ user }) => user),
    // Where nothing may be read, an answer that was lost costs a second score that says the same.
    doubled: [
      ...learners.filter(({ grades }) => grades.length > 1).map(({ user }) => user),
      ...(readsResults ? where(isAnyStep((before, after) => before.points === after.points)) : []),
      ...(stage.ags.lineItems.size > 1 + PLACES ? ["columns"] : []),
    ],
    lowered: where(isAnyStep((before, after) => (after.points ?? 0) < (before.points ?? 0))),
    erased: where(({ taken }) =>
      taken.some((step) => step.points === null || step.comment === null),
    ),
    late: where(({ isLate }) => isLate),
  };
}

type Step = AgsGrade["taken"][number];

function gradesOf({ ags }: ScoreStage, user: string): AgsGrade[] {
  return [...ags.lineItems.keys()].flatMap((id) => {
    const grade = ags.gradeOf(id, user);
    return grade === null || grade.taken.length === 0 ? [] : [grade];
  });
}
