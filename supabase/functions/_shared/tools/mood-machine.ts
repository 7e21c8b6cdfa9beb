import type { Mood } from "../scenario/blocks.ts";
import { nextMood, type MoodEvent } from "../scenario/next-mood.ts";
import type { ProgressEvent } from "./progress-event.ts";
import type { ProgressSource } from "./progress-source.ts";
import type { ProgressState } from "./progress-state.ts";

/** A state, and what led to it. */
export interface Progressed {
  readonly state: ProgressState;
  readonly events: readonly ProgressEvent[];
}

/** Something that was said, as a cause of a move; never time. */
export type Act = Exclude<MoodEvent, { readonly on: "latest-second" }>;

/** A move that the scenario does not allow, and why. */
export type MoveRefusal =
  "not_beside" | "just_moved" | "too_early" | "not_done" | "spent" | "no_way";

/** One thing that is said moves the persona once: what is claimed within so many seconds is the same thing. */
const SETTLING_SECONDS = 3;

/** The mood that holds in `state`. */
export function currentMood({ private: { phases } }: ProgressSource, state: ProgressState): Mood {
  const mood = phases.find(({ id }) => id === state.phase) ?? phases[0];
  if (mood === undefined) throw new Error("a scenario has phases");
  return mood;
}

/**
 * Lets happen what is due at `second`: windows that have ended, then one act that was done before its mood could
 * hold. Time may make the persona tenser or move the story, never calm it.
 */
export function advance(source: ProgressSource, state: ProgressState, second: number): Progressed {
  const timed = runOutOfTime(source, state, second);
  if (hasJustMoved(timed.state, second)) return timed;
  for (const act of openActs(timed.state)) {
    const moved = moveByAct(source, timed.state, act, second);
    if (moved !== null) return { ...moved, events: [...timed.events, ...moved.events] };
  }
  return timed;
}

/** The move that `act` brings by itself; null where the scenario has none here, or the persona has just moved. */
export function moveByAct(
  source: ProgressSource,
  state: ProgressState,
  act: Act,
  second: number,
): Progressed | null {
  if (hasJustMoved(state, second) || isSpent(state, act)) return null;
  const to = nextMood(source.private.phases, state.phase, act, second);
  return to === state.phase ? null : move(source, state, { to, act, second });
}

/**
 * The move that the persona asks for, by the first of `acts` that allows it; else why none does. An act that has
 * moved nothing yet may also bring back a calmer mood that had been reached before something spoiled it.
 */
export function moveTo(
  source: ProgressSource,
  state: ProgressState,
  {
    to,
    acts,
    second,
  }: { readonly to: string; readonly acts: readonly Act[]; readonly second: number },
): Progressed | MoveRefusal {
  const { phases } = source.private;
  const from = phases.findIndex(({ id }) => id === state.phase);
  const target = phases.findIndex(({ id }) => id === to);
  if (Math.abs(target - from) !== 1) return "not_beside";
  if (hasJustMoved(state, second)) return "just_moved";
  if (second < (phases[target]?.window.fromSeconds ?? 0)) return "too_early";
  let refusal: MoveRefusal = "no_way";
  for (const act of acts) {
    if (!isDone(state, act)) refusal = "not_done";
    else if (isSpent(state, act)) refusal = "spent";
    else if (isAllowed(source, state, { to, act, second }))
      return move(source, state, { to, act, second });
  }
  return refusal;
}

interface Step {
  readonly to: string;
  readonly act: MoodEvent & { readonly id?: string };
  readonly second: number;
}

function move(source: ProgressSource, state: ProgressState, { to, act, second }: Step): Progressed {
  const event = {
    ...({ kind: "phase_moved", from: state.phase, to, cause: act.on, second } as const),
    ...(act.id === undefined ? {} : { id: act.id }),
  };
  const spent = act.on !== "latest-second" && spendsItself(source, act) ? [keyOf(act)] : [];
  return {
    state: {
      ...state,
      phase: to,
      moods: [...state.moods, { phase: to, second }],
      spent: [...state.spent, ...spent],
    },
    events: [event],
  };
}

/** Moves at the end of each window that has passed. No mood comes twice, so that it ends. */
function runOutOfTime(source: ProgressSource, state: ProgressState, second: number): Progressed {
  let progressed: Progressed = { state, events: [] };
  const seen = new Set([state.phase]);
  for (;;) {
    const mood = currentMood(source, progressed.state);
    const to = nextMood(source.private.phases, mood.id, { on: "latest-second", second });
    const target = source.private.phases.find(({ id }) => id === to);
    if (target === undefined || seen.has(to) || target.intensity < mood.intensity)
      return progressed;
    seen.add(to);
    const entered = progressed.state.moods.at(-1)?.second ?? 0;
    const at = Math.max(entered, mood.window.toSeconds, target.window.fromSeconds);
    const act = { on: "latest-second", second: at } as const;
    const moved = move(source, progressed.state, { to, act, second: at });
    progressed = { state: moved.state, events: [...progressed.events, ...moved.events] };
  }
}

/** Whether the scenario, or where its moods name no moves the rule for all, lets `act` lead to `to`. */
function isAllowed(
  { private: { phases } }: ProgressSource,
  state: ProgressState,
  step: Step,
): boolean {
  const { to, act, second } = step;
  const isCalming = tensionOf(phases, to) < tensionOf(phases, state.phase);
  if (act.on === "escalation" && isCalming) return false;
  if (phases.every(({ moves }) => moves === undefined)) return true;
  if (nextMood(phases, state.phase, act, second) === to) return true;
  return isCalming && state.moods.some(({ phase }) => phase === to);
}

function tensionOf(moods: readonly Mood[], id: string): number {
  return moods.find((mood) => mood.id === id)?.intensity ?? 0;
}

function hasJustMoved({ moods }: ProgressState, second: number): boolean {
  const last = moods.at(-1);
  return moods.length > 1 && last !== undefined && second - last.second < SETTLING_SECONDS;
}

/** Acts that were done and moved nothing yet, in the order of what a talk leads to. */
function openActs({ settled, objectives }: ProgressState): Act[] {
  return [
    ...settled.map((id) => ({ on: "objection-settled", id }) as const),
    ...objectives.map((id) => ({ on: "objective-marked", id }) as const),
  ];
}

function isDone({ settled, objectives }: ProgressState, act: Act): boolean {
  if (act.on === "objection-settled") return settled.includes(act.id ?? "");
  if (act.on === "objective-marked") return objectives.includes(act.id ?? "");
  return true;
}

function isSpent({ spent }: ProgressState, act: Act): boolean {
  return spent.includes(keyOf(act));
}

/** What is settled or reached is so once; whether calming works again, the scenario says. */
function spendsItself({ private: { deescalationPoints } }: ProgressSource, act: Act): boolean {
  if (act.on === "escalation") return false;
  if (act.on !== "deescalation") return true;
  return deescalationPoints.find(({ id }) => id === act.id)?.once ?? false;
}

function keyOf(act: Act): string {
  return `${act.on}:${act.id ?? ""}`;
}
