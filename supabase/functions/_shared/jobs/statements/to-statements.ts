import type { ClaimedStatements, Score, StatedPractice } from "../../store/statements.ts";
import { toStatementId } from "./statement-id.ts";
import {
  ACTIVITY_TYPES,
  EXTENSIONS,
  PROFILE_VERSION,
  type VerbName,
  VERBS,
} from "./xapi-profile.ts";

/** A statement of xAPI, as it is sent. There is no null in it anywhere: stores refuse one. */
export interface Statement {
  readonly id: string;
  readonly timestamp: string;
  readonly actor: Agent;
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: Activity | { readonly objectType: "StatementRef"; readonly id: string };
  readonly result?: StatedResult;
  readonly context: object;
}

interface Agent {
  readonly objectType: "Agent";
  readonly account: { readonly homePage: string; readonly name: string };
}

interface Activity {
  readonly objectType: "Activity";
  readonly id: string;
  readonly definition: { readonly type: string; readonly name?: Readonly<Record<string, string>> };
}

interface StatedResult {
  readonly score?: {
    readonly scaled: number;
    readonly raw: number;
    readonly min: 0;
    readonly max: number;
  };
  readonly success?: boolean;
  readonly completion?: true;
  readonly duration?: string;
  readonly extensions?: Readonly<Record<string, number>>;
}

/** What statements of one practice differ in. */
interface News {
  /** What it is called within its delivery: with that, the same over all attempts. */
  readonly name: string;
  readonly verb: VerbName;
  readonly object: Activity;
  readonly timestamp: string;
  readonly result?: StatedResult;
}

const TOP_LEVEL = 5;

/**
 * What a delivery says, in the order in which it is sent: what is taken back, then what holds. Pure, and the same for every
 * attempt.
 */
export function toStatements(
  delivery: Pick<ClaimedStatements, "id" | "event" | "payload" | "isSuperseded">,
): readonly Statement[] {
  const { id, event, payload, isSuperseded } = delivery;
  const { result } = payload;
  const say = (news: News): Statement => toStatement(id, payload, news);
  const practice = toPractice(payload);
  if (event === "practice.started") {
    const timestamp = result.startedAt;
    return [say({ name: "initialized", verb: "initialized", object: practice, timestamp })];
  }
  const duration = `PT${Math.round(result.seconds)}S`;
  const completed: News = {
    ...{ name: "completed", verb: "completed", object: practice, timestamp: payload.endedAt },
    result: { completion: true, duration },
  };
  const isScored = result.status === "ready" && !isSuperseded;
  return [
    ...toVoidings(id, payload),
    ...(event === "practice.scored" ? [say(completed)] : []),
    ...(isScored ? toScoreNews(result, payload, event).map(say) : []),
  ];
}

/** What a score says: of the whole, of each criterion that there was occasion for, and of each objective. */
function toScoreNews(
  score: Score,
  practice: StatedPractice,
  event: ClaimedStatements["event"],
): readonly News[] {
  const { result, at } = practice;
  // Another score was given when it was queued, whenever the first one was.
  const timestamp = event === "practice.scored" ? (result.completedAt ?? at) : at;
  const scored = { verb: "scored", timestamp } as const;
  return [
    ...toTotalNews(score, practice, timestamp),
    ...score.criteria.flatMap(({ id, title, level }) => {
      if (level === null) return [];
      const object = toPart(practice, "criterion", id, title);
      return [
        { ...scored, name: toPartName("criterion", id), object, result: rate(level, TOP_LEVEL) },
      ];
    }),
    ...score.objectives.map(({ id, text, reached }) => ({
      ...{ ...scored, name: toPartName("objective", id) },
      object: toPart(practice, "objective", id, text),
      result: { ...rate(reached ? 1 : 0, 1), success: reached },
    })),
  ];
}

function toTotalNews(score: Score, practice: StatedPractice, timestamp: string): readonly News[] {
  const { total, passed, passMark } = score;
  if (total === null) return [];
  const judged = passed === null ? {} : { success: passed };
  const verb = passed === null ? "scored" : passed ? "passed" : "failed";
  const extensions = passMark === null ? {} : { extensions: { [EXTENSIONS.passMark]: passMark } };
  const duration = `PT${Math.round(practice.result.seconds)}S`;
  const result = { ...rate(total, 100), ...judged, duration, ...extensions };
  return [{ name: "score", verb, object: toPractice(practice), timestamp, result }];
}

/** The names of all that `toScoreNews` makes, so that it can be taken back. */
function listNames(score: Score): readonly string[] {
  return [
    ...(score.total === null ? [] : ["score"]),
    ...score.criteria.flatMap(({ id, level }) =>
      level === null ? [] : [toPartName("criterion", id)],
    ),
    ...score.objectives.map(({ id }) => toPartName("objective", id)),
  ];
}

function toPartName(kind: "criterion" | "objective", id: string): string {
  return `${kind}:${id}`;
}

/** Whoever takes a score back is this system, not the learner. */
function toVoidings(deliveryId: string, practice: StatedPractice): readonly Statement[] {
  const { was, activityBase, at, result } = practice;
  if (was === undefined || was.score === null) return [];
  return listNames(was.score).map((name) => ({
    id: toStatementId(deliveryId, `voided:${name}`),
    timestamp: at,
    actor: toAgent(activityBase, "maka-voice-coach"),
    verb: toVerb("voided"),
    object: { objectType: "StatementRef", id: toStatementId(was.deliveryId, name) },
    context: { registration: result.sessionId },
  }));
}

function toStatement(deliveryId: string, practice: StatedPractice, news: News): Statement {
  const { name, verb, object, timestamp, result } = news;
  const { homePage, result: practised } = practice;
  return {
    id: toStatementId(deliveryId, name),
    timestamp,
    actor: toAgent(homePage, practised.sub),
    verb: toVerb(verb),
    object,
    ...(result === undefined ? {} : { result }),
    context: toContext(practice, object),
  };
}

function toContext(practice: StatedPractice, object: Activity): object {
  const { activityBase, result } = practice;
  const { attempt, evidence, reviewAdvised, rehearsal, scenario } = result;
  const whole = toPractice(practice);
  const parent = object.id === whole.id ? {} : { parent: [whole] };
  const course: Activity = {
    objectType: "Activity",
    id: `${activityBase}/courses/${encodeURIComponent(scenario.id)}`,
    definition: { type: ACTIVITY_TYPES.course, name: { [scenario.language]: scenario.title } },
  };
  return {
    registration: result.sessionId,
    platform: "maka-voice-coach",
    language: scenario.language,
    contextActivities: {
      ...parent,
      grouping: [course],
      category: [
        {
          objectType: "Activity",
          id: PROFILE_VERSION,
          definition: { type: "http://adlnet.gov/expapi/activities/profile" },
        },
      ],
    },
    extensions: {
      ...(attempt === null ? {} : { [EXTENSIONS.attempt]: attempt }),
      [EXTENSIONS.evidence]: evidence,
      [EXTENSIONS.reviewAdvised]: reviewAdvised,
      [EXTENSIONS.rehearsal]: rehearsal,
    },
  };
}

function toPractice({ activityBase, result: { scenario } }: StatedPractice): Activity {
  const { id, version, title, language } = scenario;
  const path = `scenarios/${encodeURIComponent(id)}/versions/${encodeURIComponent(version)}`;
  return {
    objectType: "Activity",
    id: `${activityBase}/${path}`,
    definition: { type: ACTIVITY_TYPES.practice, name: { [language]: title } },
  };
}

function toPart(
  practice: StatedPractice,
  kind: "criterion" | "objective",
  id: string,
  name: string,
): Activity {
  const folder = kind === "criterion" ? "criteria" : "objectives";
  return {
    objectType: "Activity",
    id: `${toPractice(practice).id}/${folder}/${encodeURIComponent(id)}`,
    definition: {
      type: ACTIVITY_TYPES[kind],
      name: { [practice.result.scenario.language]: name },
    },
  };
}

function toAgent(homePage: string, name: string): Agent {
  return { objectType: "Agent", account: { homePage, name } };
}

function toVerb(name: VerbName): Statement["verb"] {
  return { id: VERBS[name], display: { en: name } };
}

function rate(raw: number, max: number): Pick<StatedResult, "score"> {
  return { score: { scaled: raw / max, raw, min: 0, max } };
}
