import { BLOCK_MS, type SoundRecording, type WaySample } from "./sound-recorder.ts";

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
  /** Median of the learner's answers, with the way there and back of that moment; null where there was none. */
  readonly responseSeconds: number | null;
}

const AUDIBLE = 0.005;
/** Shorter pauses are inside of a turn: between words, or between the sentences of a reply. */
const PAUSE_MS = 850;
const SHORTEST_MS = 120;
/** What takes less than this is nobody's turn. */
const SHORTEST_TURN_MS = 1_000;
/** Speech is sent in such pieces, each of which must be whole. */
const FRAME_MS = 20;
/** What waits in the buffer is measured over this long. */
const WAY_MS = 1_000;

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
export function measureStretches(
  stretches: readonly HeardStretch[],
  ways: SoundRecording["ways"],
): RecordedFigures {
  const sum = (speaker: HeardStretch["speaker"]) =>
    stretches
      .filter((stretch) => stretch.speaker === speaker)
      .reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const [learnerMs, personaMs] = [sum("learner"), sum("persona")];
  return {
    talkShare: learnerMs / (learnerMs + personaMs),
    longestSeconds: findLongest(stretches) / 1_000,
    responseSeconds: median(listAnswers(stretches, ways)),
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
    } else if (toMs - fromMs >= SHORTEST_TURN_MS) sinceMs = null;
  }
  return longestMs;
}

function listAnswers(stretches: readonly HeardStretch[], ways: SoundRecording["ways"]): number[] {
  return stretches.flatMap((stretch, index) => {
    const before = stretches[index - 1];
    if (stretch.speaker !== "learner" || before?.speaker !== "persona") return [];
    if (stretch.fromMs < before.toMs) return [];
    return [(stretch.fromMs - before.toMs + measureWayMs(ways, before.toMs)) / 1_000];
  });
}

/** How long sound was on its way to the page and back when something ended there. */
function measureWayMs(ways: SoundRecording["ways"], atMs: number): number {
  const find = (untilMs: number): WaySample | undefined =>
    ways.findLast(({ block }) => block * BLOCK_MS <= untilMs);
  const [now, before] = [find(atMs), find(atMs - WAY_MS)];
  if (now === undefined) return 0;
  const waitedSeconds = now.waitedSeconds - (before?.waitedSeconds ?? 0);
  const emitted = now.emitted - (before?.emitted ?? 0);
  const bufferMs = emitted > 0 ? (waitedSeconds / emitted) * 1_000 : 0;
  return bufferMs + now.roundTripSeconds * 1_000 + FRAME_MS;
}

/** How often the learner began while the persona spoke. */
export function countInterruptions(recording: SoundRecording): number {
  return findStretches(recording).filter(({ speaker, fromMs }, index, stretches) => {
    const before = stretches[index - 1];
    if (speaker !== "learner" || before?.speaker !== "persona") return false;
    return fromMs < before.toMs;
  }).length;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const [lower, upper] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
