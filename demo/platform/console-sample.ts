import { createHash } from "node:crypto";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { toTotal } from "../../supabase/functions/_shared/contract/to-total.ts";

/** A learner of the sample. */
export interface SampleLearner {
  readonly key: string;
  readonly name: string;
  readonly cohort: string;
}

/** A criterion as a sample scored it. */
interface SampleLevel {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly level: number;
  readonly example: string;
}

/** An official attempt of the sample. */
export interface SampleAttempt {
  readonly id: string;
  readonly learner: string;
  readonly scenario: Scenario;
  readonly number: number;
  /** How many days before today, and at what minute of that day. */
  readonly daysAgo: number;
  readonly minute: number;
  readonly seconds: number;
  readonly levels: readonly SampleLevel[];
  readonly total: number;
}

/** Made-up people and what they did: everything follows from the seed. */
export interface ConsoleSample {
  readonly learners: readonly SampleLearner[];
  readonly attempts: readonly SampleAttempt[];
}

const FIRST = "Ada Amina Boris Chiara Dmitri Elena Farid Greta Hugo Ines".split(" ");
const LAST = "Almeida Berger Costa Dupont Eriksen Fischer Garcia Haddad".split(" ");
/** `coach.official_attempts.in_queue` draws ids whose hash begins lower. */
const DRAWN_BELOW = 13;
const COHORTS = ["April (made up)", "May (made up)", "June (made up)"];
/** Those who need help: two failures in a row, a criterion that stays low, nothing for weeks. */
const IN_NEED = ["failing", "low", "stalled"] as const;
type Course = (typeof IN_NEED)[number] | "passing";

/** Makes so many learners, each of whom gets better at three scenarios; the first three need help. */
export function makeSample(
  scenarios: readonly Scenario[],
  { seed, count }: { readonly seed: number; readonly count: number },
): ConsoleSample {
  const random = createRandom(seed);
  const learners = Array.from({ length: count }, (_, index) => ({
    key: `sample-${seed}-${index}`,
    name: `${FIRST[index % FIRST.length] ?? ""} ${LAST[(index * 3 + seed) % LAST.length] ?? ""}`,
    cohort: COHORTS[index % COHORTS.length] ?? "",
  }));
  const attempts = learners.flatMap(({ key }, index) => {
    const course = IN_NEED[index] ?? "passing";
    return [0, 1, 2].flatMap((place) => {
      const scenario = scenarios[(index + place * 5) % scenarios.length];
      if (!scenario) return [];
      // The trouble is with one scenario, the last one.
      const own = place === 2 ? course : "passing";
      return makeAttempts({ learner: key, scenario, course: own, place, random });
    });
  });
  return { learners, attempts };
}

interface Task {
  readonly learner: string;
  readonly scenario: Scenario;
  readonly course: Course;
  /** Which of the learner's scenarios, the earliest first. */
  readonly place: number;
  readonly random: () => number;
}

function makeAttempts(task: Task): SampleAttempt[] {
  const { learner, scenario, course, place, random } = task;
  const tries =
    course === "passing"
      ? 1 + Math.floor(random() * 4)
      : course === "low"
        ? 3
        : course === "failing"
          ? 2
          : 1;
  const begin = 88 - place * 28 - Math.floor(random() * 6);
  return Array.from({ length: tries }, (_, index) => {
    const isLast = index === tries - 1;
    const levels = makeLevels(task, isLast, index / Math.max(1, tries - 1));
    return {
      ...{ learner, scenario, levels, number: index + 1 },
      id: course === "passing" ? toId(random) : toIdOutOfQueue(random),
      daysAgo: toDaysAgo(course, index) ?? begin - index * 5 - Math.floor(random() * 3),
      minute: 540 + Math.floor(random() * 480),
      seconds: 150 + Math.floor(random() * 240),
      total: toTotal(levels) ?? 0,
    };
  });
}

function toDaysAgo(course: Course, index: number): number | null {
  if (course === "stalled") return 20;
  return course === "failing" ? 6 - index * 3 : null;
}

/** A last attempt passes and has no low level, an earlier one does not pass: so nobody else needs help. */
function makeLevels(
  { scenario, course, random }: Task,
  isLast: boolean,
  way: number,
): SampleLevel[] {
  const { criteria, passMark } = scenario.rubric;
  const passes = course === "low" || (course === "passing" && isLast);
  const levels = criteria.map(({ id, title, weight, examples }, index) => {
    const near = (passes ? 3.6 : 1.4 + 1.2 * way) + random() * 1.4;
    const level = course === "low" && index === 0 ? 2 : Math.min(5, Math.floor(near));
    return { id, title, weight, level, example: examples[0] ?? "" };
  });
  const step = passes ? 1 : -1;
  // What waits for a review is withheld, so the trouble must be clear enough to wait for none.
  const margin = course === "passing" ? 0 : 6;
  const isRight = (): boolean => {
    const total = toTotal(levels) ?? 0;
    return passes ? total >= passMark + margin : total < passMark - margin;
  };
  for (let turn = 0; !isRight() && turn < 60; turn += 1) {
    const at = turn % levels.length;
    const before = levels[at];
    if (before && !(course === "low" && at === 0))
      levels[at] = { ...before, level: Math.max(0, Math.min(5, before.level + step)) };
  }
  return levels;
}

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A UUID of version 4, since the server takes no other. */
function toId(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", () =>
    Math.floor(random() * 16).toString(16),
  );
}

/** One that is not drawn into the queue, as the database draws one in twenty. */
function toIdOutOfQueue(random: () => number): string {
  for (;;) {
    const id = toId(random);
    const [first = 0] = createHash("md5").update(id).digest();
    if (first >= DRAWN_BELOW) return id;
  }
}
