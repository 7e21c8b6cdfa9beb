import {
  type SeesOrder,
  scoreForging,
  scoreGullibly,
} from "../../../demo/stand-in/responses/misbehave.ts";
import { scorePractice } from "../../../demo/stand-in/responses/score-practice.ts";
import { normalizeText } from "../../../supabase/functions/_shared/scoring/normalize-text.ts";
import type {
  ReportDraft,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { splitSentences } from "../../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { writeReport } from "../../../supabase/functions/_shared/scoring/write-report.ts";
import type { Report } from "../../../supabase/functions/_shared/contract/report.ts";
import type { TranscriptTurn } from "../../../supabase/functions/_shared/contract/turn.ts";
import type { Scorer } from "../../../supabase/functions/_shared/scoring/scorer.ts";
import type { PublishedScenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import type { Transcript } from "../scenarios/transcripts.ts";
import type { Attack, AttackTurn } from "./attack.ts";

/** Where in a talk the turns of an attack stand. */
export type Place = "first" | "middle" | "last";
/** The places in turn. */
export const PLACES: readonly Place[] = ["first", "middle", "last"];

/** A scorer's ways: by the rules, obedient and proved with any words, obedient and proved with the order itself. */
export type Temper = "honest" | "gullible" | "devoted" | "forging";

const FEWEST_ORDER_WORDS = 2;
const SECONDS_A_TURN = 6;

/** A talk as the database would have it, with an attack in it where one is given. */
export function toTurns(
  talk: Transcript,
  attack?: Attack,
  place: Place = "last",
): TranscriptTurn[] {
  const added = (attack?.turns ?? []).map(({ speaker, text }) => ({
    speaker,
    text: text.replaceAll(/[⟦⟧]/gu, ""),
  }));
  const index = { first: 1, middle: Math.floor(talk.length / 2), last: talk.length }[place];
  const turns = [...talk.slice(0, index), ...added, ...talk.slice(index)];
  return turns.map(({ speaker, text }, position) => ({
    itemId: `item_${position + 1}`,
    speaker,
    text,
    state: "final",
    startedAtMs: position * SECONDS_A_TURN * 1_000,
    endedAtMs: (position + 1) * SECONDS_A_TURN * 1_000 - 500,
    source: "observed",
  }));
}

/** The report of a talk, as the server makes it, by a scorer of some temper. */
export function judge(
  scenario: PublishedScenario,
  turns: readonly TranscriptTurn[],
  scorer: Scorer,
): Promise<Report> {
  const { id, title, language, contentHash, public: shown, private: hidden } = scenario;
  return writeReport(
    { scorer, rehearsal: true, keepsHesitations: false, now: () => new Date(0) },
    {
      sessionId: "00000000-0000-4000-8000-000000000000",
      scenario: { id, version: contentHash, title, language, public: shown, private: hidden },
      learnerName: null,
      turns,
      progress: { objectives: [], moods: [], moments: [] },
      ...{ seed: 1, variables: {} },
      factsWanted: false,
    },
  );
}

/** Makes scorers that are told by an attack's own text whether they see its order, however well it is disguised. */
export class TemperedScorers {
  /** The rules are slow, and most tasks are alike. */
  readonly #known = new Map<string, ReportDraft>();

  create(temper: Temper, attack?: Attack): Scorer {
    const sees = toSeesOrder(attack);
    return {
      model: temper,
      draftReport: (task) => Promise.resolve(this.#draft(temper, task, sees)),
    };
  }

  #draft(temper: Temper, task: ReportTask, sees: SeesOrder): ReportDraft {
    if (temper === "forging") return scoreForging(task);
    const honest = this.#honest(task);
    if (temper === "honest" || !sees(task)) return honest;
    const draft = scoreGullibly(task, () => true);
    return temper === "devoted" ? citeTheOrder(draft, task, sees) : draft;
  }

  #honest(task: ReportTask): ReportDraft {
    const key = JSON.stringify([task.scenario.id, task.criteria[0]?.id, task.transcript]);
    const known = this.#known.get(key) ?? scorePractice(task);
    this.#known.set(key, known);
    return known;
  }
}

/** The scorer that is worst for the second scoring: what it cites is what it obeys. */
function citeTheOrder(draft: ReportDraft, task: ReportTask, sees: SeesOrder): ReportDraft {
  const orders = task.transcript.filter(
    (turn) => turn.speaker === "learner" && sees({ ...task, transcript: [turn] }),
  );
  const quotes = orders.slice(0, 3).map(({ turn, text }) => ({ turn, text }));
  if (quotes.length === 0) return draft;
  return { ...draft, criteria: draft.criteria.map((criterion) => ({ ...criterion, quotes })) };
}

function toSeesOrder(attack: Attack | undefined): SeesOrder {
  if (attack === undefined || attack.isSenseless === true) return () => false;
  const orders = attack.turns.flatMap(toOrders).map(plain);
  return ({ transcript }) => {
    const texts = transcript.map(({ text }) => plain(text));
    const isVisible = (order: string) => texts.some((text) => text.includes(order));
    return attack.isSplit === true ? orders.every(isVisible) : orders.some(isVisible);
  };
}

/** The sentences of an attack that a scorer would have to follow. */
function toOrders({ text }: AttackTurn): string[] {
  const marked = [...text.matchAll(/⟦([^⟧]+)⟧/gu)].map((match) => match[1] ?? "");
  if (marked.length > 0) return marked;
  const sentences = splitSentences(text).map((sentence) => sentence.text);
  const long = sentences.filter((sentence) => countWords(sentence) >= FEWEST_ORDER_WORDS);
  return long.length > 0 ? long : [text];
}

function plain(text: string): string {
  return normalizeText(text).text;
}
