import type {
  DraftCriterion,
  ReportDraft,
  ReportTask,
  ReportTaskCriterion,
  ReportTaskTurn,
} from "../../../supabase/functions/_shared/coaching/report-task.ts";
import { isQuestion } from "../scene/is-question.ts";
import { likeness, weighWords, type WordWeights } from "../scene/match-sentence.ts";
import { splitWords } from "../../../supabase/functions/_shared/coaching/split-words.ts";
import { contentWords } from "./content-words.ts";
import { phrasesFor, type ScorePhrases } from "./score-phrases.ts";

/** Likeness from which a turn counts as one of the criterion's examples in the learner's words. */
const EXAMPLE_LIKENESS = 0.42;
/** So many of a criterion's own words, and a turn is about it. */
const SUBJECT_WORDS = 2;
const MAXIMUM_QUOTES = 2;
const MAXIMUM_QUOTED_WORDS = 30;
/** The server accepts shorter quotes only where they are the whole turn. */
const MINIMUM_QUOTED_WORDS = 4;
const MAXIMUM_REMARKS = 3;

/** What the rules see in one learner turn about one criterion. */
interface Finding {
  readonly turn: ReportTaskTurn;
  readonly level: number;
  readonly likeness: number;
  /** The example that the turn is most like. */
  readonly example: string;
}

/** What all criteria of one task are scored with. */
interface Scoring {
  readonly task: ReportTask;
  readonly weights: WordWeights;
  readonly phrases: ScorePhrases;
}

/**
 * Scores a transcript by rules, for rehearsals without a model. A criterion has the level of its best
 * learner turn:
 *
 * - 0: no turn is about it. 1: a turn has two words of its own (from its examples and anchors 3 to 5).
 * - 2: and asks something. 3: a turn is like one of its examples.
 * - 4: and takes up a word that the customer used before. 5: and the customer's next words agree.
 *
 * Null where the learner said nothing. Same task, same draft; the order of criteria changes nothing.
 */
export function scorePractice(task: ReportTask): ReportDraft {
  const examples = task.criteria.flatMap((criterion) => criterion.examples);
  const scoring = {
    task,
    weights: weighWords(examples),
    phrases: phrasesFor(task.scenario.language),
  };
  const criteria = task.criteria.map((criterion) => scoreCriterion(criterion, scoring));
  return { summary: summarise(criteria, scoring), criteria, ...remarks(criteria, scoring) };
}

function scoreCriterion(criterion: ReportTaskCriterion, scoring: Scoring): DraftCriterion {
  const { task, phrases } = scoring;
  const findings = task.transcript
    .flatMap((turn, index) =>
      turn.speaker === "learner" ? [examineTurn(index, criterion, scoring)] : [],
    )
    .sort((a, b) => b.level - a.level || b.likeness - a.likeness);
  const best = findings[0];
  if (best === undefined) return toDraft(criterion, null, phrases.nothingSaid);
  if (best.level === 0) return toDraft(criterion, 0, phrases.rules[0] ?? "");
  const shown = findings.filter(({ level }) => level > 0 && level >= best.level - 1);
  return {
    ...toDraft(criterion, best.level, phrases.rules[best.level] ?? ""),
    quotes: shown.slice(0, MAXIMUM_QUOTES).map((finding) => ({
      turn: finding.turn.turn,
      text: quoteFrom(finding, scoring),
    })),
    better_wording: best.level === 5 ? null : furthestExample(criterion, scoring),
  };
}

function toDraft(
  criterion: ReportTaskCriterion,
  level: number | null,
  reason: string,
): DraftCriterion {
  return {
    id: criterion.id,
    level,
    reason,
    quotes: [],
    better_wording: criterion.examples[0] ?? null,
  };
}

function examineTurn(index: number, criterion: ReportTaskCriterion, scoring: Scoring): Finding {
  const { task, weights } = scoring;
  const turn = task.transcript[index] ?? { turn: "", speaker: "learner", text: "" };
  const ranked = criterion.examples
    .map((example) => ({ example, likeness: likeness(turn.text, example, weights) }))
    .sort((a, b) => b.likeness - a.likeness);
  const best = ranked[0] ?? { example: "", likeness: 0 };
  return { turn, ...best, level: toLevel(index, best.likeness, criterion, scoring) };
}

function toLevel(
  index: number,
  exampleLikeness: number,
  criterion: ReportTaskCriterion,
  { task }: Scoring,
): number {
  const text = task.transcript[index]?.text ?? "";
  if (exampleLikeness < EXAMPLE_LIKENESS) {
    const { language } = task.scenario;
    const said = contentWords(text, language);
    if (countShared(subjectWords(criterion, task), said) < SUBJECT_WORDS) return 0;
    return isQuestion(text, language) ? 2 : 1;
  }
  if (!takesUpTheCustomer(index, task)) return 3;
  return customerAgrees(index, task) ? 5 : 4;
}

/** Words of the criterion's examples and upper anchors that at most one other criterion has too. */
function subjectWords(criterion: ReportTaskCriterion, task: ReportTask): Set<string> {
  const { language } = task.scenario;
  const own = wordsOf(criterion, language);
  const others = task.criteria
    .filter(({ id }) => id !== criterion.id)
    .map((other) => wordsOf(other, language));
  const isOwn = (word: string) => others.filter((words) => words.has(word)).length <= 1;
  return new Set([...own].filter(isOwn));
}

function wordsOf({ examples, anchors }: ReportTaskCriterion, language: string): Set<string> {
  return contentWords([...examples, ...anchors.slice(3)].join(" "), language);
}

function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((word) => b.has(word)).length;
}

function takesUpTheCustomer(index: number, { transcript, scenario }: ReportTask): boolean {
  const before = transcript.slice(0, index).filter((turn) => turn.speaker === "persona");
  const customers = contentWords(before.map((turn) => turn.text).join(" "), scenario.language);
  const own = contentWords(transcript[index]?.text ?? "", scenario.language);
  return countShared(own, customers) > 0;
}

function customerAgrees(index: number, { transcript, scenario }: ReportTask): boolean {
  const next = transcript[index + 1];
  if (next?.speaker !== "persona") return false;
  const { language } = scenario;
  if (phrasesFor(language).agreement.test(next.text)) return true;
  const own = contentWords(transcript[index]?.text ?? "", language);
  return countShared(contentWords(next.text, language), own) >= SUBJECT_WORDS;
}

/** The turn as it stands, or the sentence of a long one that is most like the example. */
function quoteFrom({ turn, example }: Finding, { weights }: Scoring): string {
  if (countWords(turn.text) <= MAXIMUM_QUOTED_WORDS) return turn.text.trim();
  const sentences = (turn.text.match(/[^.!?…]+[.!?…]*/gu) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => countWords(sentence) >= MINIMUM_QUOTED_WORDS)
    .map((sentence) => ({ sentence, likeness: likeness(sentence, example, weights) }))
    .sort((a, b) => b.likeness - a.likeness);
  return sentences[0]?.sentence ?? turn.text.trim();
}

function countWords(text: string): number {
  return splitWords(text).length;
}

/** The example that is furthest from everything the learner said. */
function furthestExample(criterion: ReportTaskCriterion, scoring: Scoring): string | null {
  const spoken = scoring.task.transcript.filter((turn) => turn.speaker === "learner");
  const ranked = criterion.examples
    .map((example) => {
      const scores = spoken.map((turn) => likeness(turn.text, example, scoring.weights));
      return { example, nearest: Math.max(...scores) };
    })
    .sort((a, b) => a.nearest - b.nearest);
  return ranked[0]?.example ?? null;
}

function summarise(criteria: readonly DraftCriterion[], { phrases }: Scoring): string {
  const met = criteria.filter(({ level }) => level !== null && level >= 3).length;
  return phrases.summary(met, criteria.length);
}

function remarks(
  criteria: readonly DraftCriterion[],
  { task, phrases }: Scoring,
): Pick<ReportDraft, "strengths" | "improvements"> {
  const rated = task.criteria.flatMap((criterion) => {
    const draft = criteria.find(({ id }) => id === criterion.id);
    if (draft === undefined || draft.level === null) return [];
    return [
      { ...criterion, level: draft.level, draft, lost: criterion.weight * (5 - draft.level) },
    ];
  });
  const strong = rated.filter(({ level }) => level >= 4).sort((a, b) => b.weight - a.weight);
  const weak = rated
    .filter(({ level, draft }) => level < 4 && draft.better_wording !== null)
    .sort((a, b) => b.lost - a.lost);
  return {
    strengths: strong
      .slice(0, MAXIMUM_REMARKS)
      .map(({ title, draft }) => phrases.strength(title, draft.quotes[0]?.text ?? "")),
    improvements: weak
      .slice(0, MAXIMUM_REMARKS)
      .map(({ title, draft }) => phrases.improvement(title, draft.better_wording ?? "")),
  };
}
