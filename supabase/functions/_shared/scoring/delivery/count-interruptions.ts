import {
  breaksOff,
  isBackchannel,
  measureOverlapMs,
  STOPS_WITHIN_MS,
  type TimedTurn,
} from "./timed-turn.ts";

const OVERLAP_MS = 500;

/** How often each side spoke over the other. */
export interface Interruptions {
  readonly byLearner: number;
  readonly byPersona: number;
}

/**
 * Counts who spoke over whom: who begins while the other speaks, for at least half a second, and is no
 * backchannel. The learner has also spoken over a persona that the call cut off. Expects turns by their start.
 */
export function countInterruptions(turns: readonly TimedTurn[]): Interruptions {
  return {
    byLearner: turns.filter((turn, index) => interrupts(turn, turns.slice(0, index), "learner"))
      .length,
    byPersona: turns.filter((turn, index) => interrupts(turn, turns.slice(0, index), "persona"))
      .length,
  };
}

function interrupts(
  turn: TimedTurn,
  before: readonly TimedTurn[],
  speaker: TimedTurn["speaker"],
): boolean {
  if (turn.speaker !== speaker || isBackchannel(turn)) return false;
  const other = before.findLast((candidate) => candidate.speaker !== speaker);
  if (other === undefined || isBackchannel(other)) return false;
  // The service cuts the persona off by itself, often sooner than half a second.
  if (speaker === "learner" && breaksOff(turn, other)) return true;
  const isOver = turn.startedAtMs < other.endedAtMs && measureOverlapMs(turn, other) >= OVERLAP_MS;
  return isOver && other.endedAtMs - turn.startedAtMs <= STOPS_WITHIN_MS;
}
