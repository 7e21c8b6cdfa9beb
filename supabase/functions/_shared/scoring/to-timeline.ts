import type { Timeline } from "../contract/timeline.ts";
import type { TranscriptTurn } from "../contract/turn.ts";
import type { Mood, Objection, Objective } from "../scenario/blocks.ts";
import { drawVariables, drawWordings } from "../scenario/draw.ts";
import type { Variables } from "../scenario/variables.ts";
import { fillIn } from "../tools/progress-source.ts";
import { hasUnmeasured } from "./delivery/timed-turn.ts";

/** How far a talk came and when, as the session kept it. Seconds of the session. */
export interface TalkProgress {
  /** Ids of the objectives that were reached. */
  readonly objectives: readonly string[];
  /** The persona's moods in order, the first one included. */
  readonly moods: readonly { readonly phase: string; readonly second: number }[];
  readonly moments: readonly {
    readonly kind: "objection_raised" | "objection_settled" | "objective_reached";
    readonly id: string;
    readonly second: number;
  }[];
}

/** What of a practice its picture is made of. */
export interface PicturedPractice {
  readonly scenario: {
    readonly public: { readonly objectives: readonly Objective[] };
    readonly private: {
      readonly variables: Variables;
      readonly phases: readonly Pick<Mood, "id" | "intensity">[];
      readonly objections: readonly Pick<Objection, "id" | "variants">[];
    };
  };
  readonly turns: readonly TranscriptTurn[];
  readonly progress: TalkProgress;
  /** Draws what differs from session to session. */
  readonly seed: number;
  /** What the page gave. */
  readonly variables: Readonly<Record<string, string>>;
}

const HIGHEST_INTENSITY = 10;

/**
 * The call as a picture: who was heard when, how open the persona was, which doubts and aims came when. Pure. A doubt
 * that was never raised is not named; it is the scenario's. Null where there is no time to lay it on.
 */
export function toTimeline(practice: PicturedPractice): Timeline | null {
  const { turns, progress } = practice;
  const ends = [
    ...turns.map(({ startedAtMs, endedAtMs }) => endedAtMs ?? startedAtMs),
    ...progress.moments.map(({ second }) => toMs(second)),
  ];
  const durationMs = Math.max(0, ...ends);
  if (durationMs === 0) return null;
  return {
    durationMs,
    turns: hasUnmeasured(turns) ? [] : turns.flatMap(toHeard),
    mood: toMood(practice, durationMs),
    doubts: toDoubts(practice),
    aims: toAims(practice),
  };
}

function toHeard({ itemId, speaker, startedAtMs, endedAtMs }: TranscriptTurn): Timeline["turns"] {
  // What was typed takes no time.
  if (endedAtMs === null || endedAtMs <= startedAtMs) return [];
  return [{ id: itemId, speaker, startMs: startedAtMs, endMs: endedAtMs }];
}

function toMood({ scenario, progress }: PicturedPractice, durationMs: number): Timeline["mood"] {
  return progress.moods.flatMap(({ phase, second }) => {
    const mood = scenario.private.phases.find(({ id }) => id === phase);
    // Time that ran out moves a mood when the next tool is called, which may be after the last word.
    if (mood === undefined || toMs(second) > durationMs) return [];
    return [{ atMs: toMs(second), open: 1 - mood.intensity / HIGHEST_INTENSITY }];
  });
}

function toDoubts(practice: PicturedPractice): Timeline["doubts"] {
  const { scenario, progress, seed, turns } = practice;
  const { objections, variables } = scenario.private;
  const wordings = drawWordings(objections, seed);
  const values = drawVariables(variables, seed, practice.variables);
  return progress.moments.flatMap(({ kind, id, second }) => {
    const text = Object.hasOwn(wordings, id) ? wordings[id] : undefined;
    if (kind !== "objection_raised" || text === undefined) return [];
    const settled = findMoment(progress, "objection_settled", id);
    return [
      {
        id,
        text: fillIn({ values }, text),
        raisedMs: toMs(second),
        settledMs: settled === undefined ? null : toMs(settled.second),
        turn: findNearest(turns, "persona", toMs(second)),
      },
    ];
  });
}

function toAims({ scenario, progress, turns }: PicturedPractice): Timeline["aims"] {
  return scenario.public.objectives.map(({ id, text }) => {
    const reached = findMoment(progress, "objective_reached", id);
    const atMs = reached === undefined ? null : toMs(reached.second);
    return { id, text, atMs, turn: atMs === null ? null : findBefore(turns, atMs) };
  });
}

function findMoment(
  { moments }: TalkProgress,
  kind: TalkProgress["moments"][number]["kind"],
  id: string,
): TalkProgress["moments"][number] | undefined {
  return moments.find((moment) => moment.kind === kind && moment.id === id);
}

/** A doubt is noted just before it is voiced, or just after. */
function findNearest(
  turns: readonly TranscriptTurn[],
  speaker: TranscriptTurn["speaker"],
  atMs: number,
): string | null {
  const distance = ({ startedAtMs, endedAtMs }: TranscriptTurn): number =>
    Math.max(startedAtMs - atMs, atMs - (endedAtMs ?? startedAtMs), 0);
  const said = turns.filter((turn) => turn.speaker === speaker && turn.text.trim() !== "");
  const [nearest] = said.sort((a, b) => distance(a) - distance(b));
  return nearest?.itemId ?? null;
}

/** The learner's words that an aim was reached by: the last that had begun. */
function findBefore(turns: readonly TranscriptTurn[], atMs: number): string | null {
  const said = turns.filter(({ speaker, text }) => speaker === "learner" && text.trim() !== "");
  const last = said.findLast(({ startedAtMs }) => startedAtMs <= atMs);
  return (last ?? said[0])?.itemId ?? null;
}

function toMs(second: number): number {
  return Math.max(0, Math.round(second * 1_000));
}
