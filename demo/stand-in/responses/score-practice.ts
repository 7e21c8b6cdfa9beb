import { MAX_HEADLINE_CHARACTERS } from "../../../supabase/functions/_shared/contract/report.ts";
import type {
  DraftCriterion,
  ReportDraft,
  ReportTask,
  ReportTaskCriterion,
  ReportTaskTurn,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { isQuestion } from "../scene/is-question.ts";
import { likeness, weighWords, type WordWeights } from "../scene/match-sentence.ts";
import { splitSentences } from "../../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { contentWords } from "./content-words.ts";
import { findMeantExample, readExamples, type ExampleMeanings } from "./example-meanings.ts";
import { findBreaches } from "./find-breaches.ts";
import { findFacts } from "./find-facts.ts";
import { phrasesFor, type ScorePhrases } from "./score-phrases.ts";

/** Likeness from which a turn counts as one of the criterion's examples in the learner's words. */
const EXAMPLE_LIKENESS = 0.42;
/** "Give me." is like "What would you give me for that?", and says nothing. */
const FEWEST_WORDS = 3;
/** So many of a criterion's own words, and a turn is about it. */
const SUBJECT_WORDS = 2;
const MAXIMUM_QUOTES = 2;
const MAXIMUM_QUOTED_WORDS = 30;
/** The server accepts shorter quotes only where they are the whole turn. */
const MINIMUM_QUOTED_WORDS = 4;
const MAXIMUM_REMARKS = 3;
const MAXIMUM_IMPROVEMENTS = 2;
/** From here on a criterion is met. */
const MET_LEVEL = 3;
/** So much of the customer's sentence is taken up in a better wording. */
const MAXIMUM_REPEATED_WORDS = 10;

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
  readonly meanings: ExampleMeanings;
}

/**
 * Scores a transcript by rules, for rehearsals without a model. A criterion has the level of its best
 * learner turn:
 *
 * - 0: no turn is about it. 1: a turn has two words of its own (from its examples and anchors 3 to 5).
 * - 2: and asks something. 3: a turn is like one of its examples, in its words or by its meaning.
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
    meanings: readExamples(task),
  };
  const criteria = task.criteria.map((criterion) => scoreCriterion(criterion, scoring));
  return {
    criteria,
    breaches: findBreaches(task, scoring.phrases.breach),
    summary: summarise(criteria, scoring),
    verdict: toVerdict(criteria, scoring),
    ...remarks(criteria, scoring),
    facts: task.facts_wanted ? findFacts(task) : null,
  };
}

function scoreCriterion(criterion: ReportTaskCriterion, scoring: Scoring): DraftCriterion {
  const { task, phrases } = scoring;
  const findings = task.transcript
    .flatMap((turn, index) =>
      turn.speaker === "learner" ? [examineTurn(index, criterion, scoring)] : [],
    )
    .sort((a, b) => b.level - a.level || b.likeness - a.likeness);
  const best = findings[0];
  const wording = composeWording(criterion, scoring);
  if (best === undefined) return toDraft(criterion, null, phrases.nothingSaid, wording);
  if (best.level === 0) return toDraft(criterion, 0, phrases.rules[0] ?? "", wording);
  const shown = findings.filter(({ level }) => level > 0 && level >= best.level - 1);
  return {
    ...toDraft(criterion, best.level, phrases.rules[best.level] ?? "", wording),
    quotes: shown.slice(0, MAXIMUM_QUOTES).map((finding) => ({
      turn: finding.turn.turn,
      text: quoteFrom(finding, scoring),
    })),
    better_wording: best.level === 5 ? null : wording,
  };
}

function toDraft(
  { id }: ReportTaskCriterion,
  level: number | null,
  reason: string,
  wording: string | null,
): DraftCriterion {
  return { id, quotes: [], reason, level, better_wording: wording };
}

function examineTurn(index: number, criterion: ReportTaskCriterion, scoring: Scoring): Finding {
  const { task, weights } = scoring;
  const turn = task.transcript[index] ?? { turn: "", speaker: "learner", text: "" };
  const ranked = criterion.examples
    .map((example) => ({ example, likeness: likeness(turn.text, example, weights) }))
    .sort((a, b) => b.likeness - a.likeness);
  const best = ranked[0] ?? { example: "", likeness: 0 };
  if (best.likeness >= EXAMPLE_LIKENESS && countWords(turn.text) >= FEWEST_WORDS)
    return { turn, ...best, level: toUpperLevel(index, task) };
  const meant = findMeantExample(turn.text, criterion.id, scoring.meanings);
  return meant === null
    ? { turn, ...best, level: toLowerLevel(turn.text, criterion, task) }
    : { turn, ...best, example: meant, level: toUpperLevel(index, task) };
}

/** For a turn that is like one of the examples. */
function toUpperLevel(index: number, task: ReportTask): number {
  if (!takesUpTheCustomer(index, task)) return 3;
  return customerAgrees(index, task) ? 5 : 4;
}

function toLowerLevel(text: string, criterion: ReportTaskCriterion, task: ReportTask): number {
  const { language } = task.scenario;
  const said = contentWords(text, language);
  if (countShared(subjectWords(criterion, task), said) < SUBJECT_WORDS) return 0;
  return isQuestion(text, language) ? 2 : 1;
}

/**
 * Words of the criterion's examples and upper anchors that at most one other criterion has too. Words of its title are
 * none: the learner knows the title, and to say it is no sign of having done it.
 */
function subjectWords(criterion: ReportTaskCriterion, task: ReportTask): Set<string> {
  const { language } = task.scenario;
  const own = wordsOf(criterion, language);
  const others = task.criteria
    .filter(({ id }) => id !== criterion.id)
    .map((other) => wordsOf(other, language));
  const isOwn = (word: string) => others.filter((words) => words.has(word)).length <= 1;
  const title = contentWords(criterion.title, language);
  return new Set([...own].filter((word) => isOwn(word) && !title.has(word)));
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
  const sentences = splitSentences(turn.text)
    .map(({ text }) => text)
    .filter((sentence) => countWords(sentence) >= MINIMUM_QUOTED_WORDS)
    .map((sentence) => ({ sentence, likeness: likeness(sentence, example, weights) }))
    .sort((a, b) => b.likeness - a.likeness);
  return sentences[0]?.sentence ?? turn.text.trim();
}

/**
 * Something to say instead that takes up the customer: composed from a pattern and from the customer's own words on
 * the subject. The rubric's examples are the rubric's, and are never shown.
 */
function composeWording(criterion: ReportTaskCriterion, { task, phrases }: Scoring): string | null {
  const { language } = task.scenario;
  const subject = subjectWords(criterion, task);
  const said = task.transcript
    .filter((turn) => turn.speaker === "persona")
    .flatMap((turn) => splitSentences(turn.text).map(({ text }) => text))
    .map((text) => ({ text, shared: countShared(subject, contentWords(text, language)) }))
    .sort((a, b) => b.shared - a.shared || b.text.length - a.text.length);
  const best = said[0]?.text;
  if (best === undefined) return null;
  const ids = task.criteria.map(({ id }) => id).sort();
  const compose = phrases.wordings[ids.indexOf(criterion.id) % phrases.wordings.length];
  return compose?.(clipWords(best)) ?? null;
}

/** The first words of a sentence, without its end. */
function clipWords(sentence: string): string {
  const parts = sentence.split(/\s+/u);
  const end = parts.length > MAXIMUM_REPEATED_WORDS ? "…" : "";
  return (
    parts
      .slice(0, MAXIMUM_REPEATED_WORDS)
      .join(" ")
      .replace(/[.,;:!?…\s]+$/u, "") + end
  );
}

function summarise(criteria: readonly DraftCriterion[], { phrases }: Scoring): string {
  const met = criteria.filter(({ level }) => level !== null && level >= MET_LEVEL).length;
  return phrases.summary(met, criteria.length);
}

/** Told of the talk, by how much of what counts came up in it; a model tells where it ended. */
function toVerdict(criteria: readonly DraftCriterion[], { phrases }: Scoring): string {
  const [most, some, none] = phrases.verdicts;
  const met = criteria.filter(({ level }) => level !== null && level >= MET_LEVEL).length;
  if (met > criteria.length / 2) return most;
  return criteria.some(({ level }) => level !== null && level > 0) ? some : none;
}

function toNext(
  { id, title, draft }: ReportTaskCriterion & { readonly draft: DraftCriterion },
  { action }: ScorePhrases,
): NonNullable<ReportDraft["next"]> {
  return {
    criterion: id,
    // What the learner knows the part by, where a headline can hold it.
    action: Array.from(title).length <= MAX_HEADLINE_CHARACTERS ? title : action,
    quote: draft.quotes[0] ?? null,
    wording: draft.better_wording ?? "",
  };
}

function remarks(
  criteria: readonly DraftCriterion[],
  { task, phrases }: Scoring,
): Pick<ReportDraft, "strengths" | "improvements" | "next"> {
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
    improvements: weak.slice(0, MAXIMUM_IMPROVEMENTS).map(({ title, draft }) => ({
      advice: phrases.advice(title),
      wording: draft.better_wording ?? "",
    })),
    next: weak[0] === undefined ? null : toNext(weak[0], phrases),
  };
}
