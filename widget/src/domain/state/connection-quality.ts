import type { ConnectionQuality } from "#contract/session.ts";
import type { ConnectionGrade } from "./session-state.ts";

/** What the browser's statistics say of the connection at one moment. */
export type ConnectionSample = Omit<ConnectionQuality, "mos">;

/** What was heard of the connection so far: the grade that is shown, and a worse or better one that may be coming. */
export interface ConnectionJudgement {
  readonly grade: ConnectionGrade | null;
  readonly coming: ConnectionGrade | null;
}

const GOOD_SCORE = 3.8;
const FAIR_SCORE = 3.1;
/** A grade is left only where the score is this far beyond its bound. */
const MARGIN = 0.1;

/**
 * The mean opinion score of a connection, 1 to 4.5, by the simplified E-model that ping tools use. Harsh on Opus,
 * which conceals loss well: it compares connections, and measures no listener.
 */
export function scoreConnection({ roundTripMs, jitterMs, lossPercent }: ConnectionSample): number {
  const latency = roundTripMs + 2 * jitterMs + 10;
  const delayed = latency < 160 ? 93.2 - latency / 40 : 93.2 - (latency - 120) / 10;
  const rating = delayed - 2.5 * lossPercent;
  if (rating <= 0) return 1;
  const score = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating);
  return Math.min(4.5, Math.max(1, score));
}

/** Takes one more sample in. The grade changes when two in a row agree, so that it does not flicker. */
export function judgeConnection(
  before: ConnectionJudgement,
  sample: ConnectionSample,
): ConnectionJudgement {
  const grade = gradeScore(scoreConnection(sample), before.grade);
  if (grade === before.grade) return { grade, coming: null };
  const isSure = before.grade === null || before.coming === grade;
  return isSure ? { grade, coming: null } : { grade: before.grade, coming: grade };
}

/** The samples of a while as one. */
export function summarizeConnection(
  samples: readonly ConnectionSample[],
): ConnectionQuality | null {
  if (samples.length === 0) return null;
  const mean = (read: (sample: ConnectionSample) => number): number =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const sample = {
    roundTripMs: Math.min(
      60_000,
      Math.max(
        0,
        mean(({ roundTripMs }) => roundTripMs),
      ),
    ),
    jitterMs: Math.min(
      60_000,
      Math.max(
        0,
        mean(({ jitterMs }) => jitterMs),
      ),
    ),
    lossPercent: Math.min(
      100,
      Math.max(
        0,
        mean(({ lossPercent }) => lossPercent),
      ),
    ),
  };
  return { ...sample, mos: scoreConnection(sample) };
}

/** To leave the grade that is shown takes more than its bound. */
function gradeScore(score: number, shown: ConnectionGrade | null): ConnectionGrade {
  const good = shown === null ? GOOD_SCORE : GOOD_SCORE + (shown === "good" ? -MARGIN : MARGIN);
  if (score >= good) return "good";
  const fair = shown === null ? FAIR_SCORE : FAIR_SCORE + (shown === "poor" ? MARGIN : -MARGIN);
  return score >= fair ? "fair" : "poor";
}
