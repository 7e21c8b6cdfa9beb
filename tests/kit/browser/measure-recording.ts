import { BLOCK_MS, type SoundRecording } from "./sound-recorder.ts";

/** One stretch in which a side was heard, in milliseconds of the recording. */
export interface HeardStretch {
  readonly speaker: "learner" | "persona";
  readonly fromMs: number;
  readonly toMs: number;
}

/** Figures of a talk as its recording gives them. */
export interface RecordedFigures {
  readonly talkShare: number;
  readonly longestSeconds: number;
  /** Median of the learner's answers; null where there was none. */
  readonly responseSeconds: number | null;
  /** In which both were heard. */
  readonly overlapMs: number;
}

const AUDIBLE = 0.005;
/** Shorter pauses are inside of a turn: between words, or between the sentences of a reply. */
const PAUSE_MS = 850;
const SHORTEST_MS = 120;

/** The stretches of both sides, by their beginning. */
export function findStretches(recording: SoundRecording): HeardStretch[] {
  return (["learner", "persona"] as const)
    .flatMap((speaker) => findSide(speaker, recording[speaker]))
    .sort((left, right) => left.fromMs - right.fromMs);
}

function findSide(speaker: HeardStretch["speaker"], levels: readonly number[]): HeardStretch[] {
  const stretches: HeardStretch[] = [];
  levels.forEach((level, index) => {
    if (level <= AUDIBLE) return;
    const [fromMs, toMs] = [index * BLOCK_MS, (index + 1) * BLOCK_MS];
    const last = stretches.at(-1);
    if (last !== undefined && fromMs - last.toMs <= PAUSE_MS) {
      stretches[stretches.length - 1] = { ...last, toMs };
    } else stretches.push({ speaker, fromMs, toMs });
  });
  return stretches.filter(({ fromMs, toMs }) => toMs - fromMs >= SHORTEST_MS);
}

/** The figures of a talk, from its sound alone. */
export function measureStretches(stretches: readonly HeardStretch[]): RecordedFigures {
  const sum = (speaker: HeardStretch["speaker"]) =>
    stretches
      .filter((stretch) => stretch.speaker === speaker)
      .reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const [learnerMs, personaMs] = [sum("learner"), sum("persona")];
  return {
    talkShare: learnerMs / (learnerMs + personaMs),
    longestSeconds: findLongest(stretches) / 1_000,
    responseSeconds: median(listAnswers(stretches)),
    overlapMs: measureOverlap(stretches),
  };
}

/** What a persona says in less than a second takes nobody's turn. */
function findLongest(stretches: readonly HeardStretch[]): number {
  let longestMs = 0;
  let sinceMs: number | null = null;
  for (const { speaker, fromMs, toMs } of stretches) {
    if (speaker === "learner") {
      sinceMs ??= fromMs;
      longestMs = Math.max(longestMs, toMs - sinceMs);
    } else if (toMs - fromMs >= 1_000) sinceMs = null;
  }
  return longestMs;
}

function listAnswers(stretches: readonly HeardStretch[]): number[] {
  return stretches.flatMap((stretch, index) => {
    const before = stretches[index - 1];
    if (stretch.speaker !== "learner" || before?.speaker !== "persona") return [];
    return stretch.fromMs >= before.toMs ? [(stretch.fromMs - before.toMs) / 1_000] : [];
  });
}

function measureOverlap(stretches: readonly HeardStretch[]): number {
  const learner = stretches.filter(({ speaker }) => speaker === "learner");
  const persona = stretches.filter(({ speaker }) => speaker === "persona");
  return learner.reduce(
    (total, one) =>
      total +
      persona.reduce(
        (sum, other) =>
          sum + Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs)),
        0,
      ),
    0,
  );
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const [lower, upper] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
