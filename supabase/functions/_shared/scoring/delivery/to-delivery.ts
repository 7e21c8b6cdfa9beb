import type { Delivery } from "../../contract/delivery.ts";
import type { TranscriptTurn } from "../../contract/turn.ts";
import { countWords } from "../split-words.ts";
import { classifyQuestion } from "./classify-question.ts";
import { countFillers } from "./count-fillers.ts";
import { countInterruptions } from "./count-interruptions.ts";
import { questionFormsFor } from "./question-forms.ts";
import {
  breaksOff,
  hasUnmeasured,
  isBackchannel,
  measureSpeechMs,
  type TimedTurn,
  toTimedTurns,
} from "./timed-turn.ts";

/** What of a practice the figures need besides its turns. */
export interface DeliverySettings {
  /** BCP 47. */
  readonly language: string;
  /** True where the transcriber is known to write hesitations down; else fillers cannot be counted. */
  readonly keepsHesitations: boolean;
}

/** Shorter speech gives rates by chance. */
const MIN_LEARNER_SPEECH_MS = 60_000;
/** Pace depends on the length of a turn (Yuan et al. 2006). */
const MIN_PACE_WORDS = 8;

/**
 * How a practice was spoken, from its turns and their times alone; docs/delivery.md has each formula with its
 * source. The figures inform: they are shown, and nothing of them reaches the scorer.
 */
export function toDelivery(turns: readonly TranscriptTurn[], settings: DeliverySettings): Delivery {
  const timed = toTimedTurns(turns);
  const learner = timed.filter(({ speaker }) => speaker === "learner");
  const isLongEnough = measureSpeechMs(learner) >= MIN_LEARNER_SPEECH_MS;
  return {
    ...(hasUnmeasured(turns) ? UNMEASURED : measureTalk(timed, learner, isLongEnough)),
    wordsPerMinute: isLongEnough ? toWordsPerMinute(learner) : null,
    questions: countQuestions(turns, settings.language),
    fillers:
      isLongEnough && settings.keepsHesitations ? toFillers(learner, settings.language) : null,
  };
}

/** Figures of a talk as a whole. */
type TalkFigures = Omit<Delivery, "wordsPerMinute" | "questions" | "fillers">;

const UNMEASURED: TalkFigures = {
  talkShare: null,
  longestMonologueSeconds: null,
  responseSeconds: null,
  interruptions: null,
  silenceSeconds: null,
  speakerChangesPerMinute: null,
};

function measureTalk(
  timed: readonly TimedTurn[],
  learner: readonly TimedTurn[],
  isLongEnough: boolean,
): TalkFigures {
  const persona = timed.filter(({ speaker }) => speaker === "persona");
  const hasBoth = learner.length > 0 && persona.length > 0;
  return {
    talkShare: hasBoth ? toTalkShare(learner, persona) : null,
    longestMonologueSeconds: toLongestMonologue(timed),
    responseSeconds: toResponseSeconds(timed),
    interruptions: hasBoth ? countInterruptions(timed) : null,
    silenceSeconds: hasBoth ? toSilence(timed) : null,
    speakerChangesPerMinute: isLongEnough && hasBoth ? toSpeakerChanges(timed) : null,
  };
}

function toTalkShare(learner: readonly TimedTurn[], persona: readonly TimedTurn[]): number {
  const learnerMs = measureSpeechMs(learner);
  return round(learnerMs / (learnerMs + measureSpeechMs(persona)), 3);
}

function toWordsPerMinute(learner: readonly TimedTurn[]): number | null {
  const paces = learner
    .filter(({ wordCount }) => wordCount >= MIN_PACE_WORDS)
    .map((turn) => turn.wordCount / toMinutes(turn.endedAtMs - turn.startedAtMs));
  return roundOrNull(median(paces), 0);
}

/** The longest stretch of the learner's turns with nothing of the persona's between them but backchannels. */
function toLongestMonologue(timed: readonly TimedTurn[]): number | null {
  let longestMs = 0;
  let startedAtMs: number | null = null;
  for (const turn of timed) {
    if (turn.speaker === "learner") {
      startedAtMs ??= turn.startedAtMs;
      longestMs = Math.max(longestMs, turn.endedAtMs - startedAtMs);
    } else if (!isBackchannel(turn)) {
      startedAtMs = null;
    }
  }
  return longestMs === 0 ? null : round(longestMs / 1_000, 1);
}

/** Turns that ask, whether spoken or typed: only their words count, in languages whose questions are known. */
function countQuestions(turns: readonly TranscriptTurn[], language: string): Delivery["questions"] {
  const texts = turns
    .filter(({ speaker, text }) => speaker === "learner" && text.trim() !== "")
    .map(({ text }) => text);
  // A language whose forms nobody has described would show 0 open questions in a talk that is full of them.
  if (texts.length === 0 || questionFormsFor(language) === null) return null;
  const kinds = texts.map((text) => classifyQuestion(text, language));
  return {
    open: kinds.filter((kind) => kind === "open").length,
    closed: kinds.filter((kind) => kind === "closed").length,
  };
}

/** What begins before the persona has ended, or breaks it off, is an overlap, not a quick answer: it has no latency. */
function toResponseSeconds(timed: readonly TimedTurn[]): number | null {
  const latencies = timed.flatMap((turn, index) => {
    const before = timed[index - 1];
    if (turn.speaker !== "learner" || before?.speaker !== "persona") return [];
    if (breaksOff(turn, before)) return [];
    const latencyMs = turn.startedAtMs - before.endedAtMs;
    return latencyMs >= 0 ? [latencyMs / 1_000] : [];
  });
  return roundOrNull(median(latencies), 1);
}

function toFillers(learner: readonly TimedTurn[], language: string): Delivery["fillers"] {
  const text = learner.map((turn) => turn.text).join("\n");
  const count = countFillers(text, language);
  const words = countWords(text);
  if (count === null || words === 0) return null;
  return { count, perHundredWords: round((100 * count) / words, 1) };
}

function toSilence(timed: readonly TimedTurn[]): number {
  return round((toSpanMs(timed) - measureSpeechMs(timed)) / 1_000, 1);
}

function toSpeakerChanges(timed: readonly TimedTurn[]): number {
  const changes = timed.filter((turn, index) => {
    const before = timed[index - 1];
    return before !== undefined && before.speaker !== turn.speaker;
  });
  return round(changes.length / toMinutes(toSpanMs(timed)), 1);
}

/** From the first word to the last. */
function toSpanMs(timed: readonly TimedTurn[]): number {
  const start = Math.min(...timed.map(({ startedAtMs }) => startedAtMs));
  return Math.max(...timed.map(({ endedAtMs }) => endedAtMs)) - start;
}

function toMinutes(milliseconds: number): number {
  return milliseconds / 60_000;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
