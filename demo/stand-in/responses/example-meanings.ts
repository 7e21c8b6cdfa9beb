import type { ReportTask } from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { keysOf, toConcepts } from "../meaning/concepts.ts";
import { isRequest } from "../meaning/requests.ts";
import {
  fit,
  leastMeanings,
  weighMeanings,
  type MeaningWeights,
  type Ties,
} from "../meaning/weigh-sense.ts";
import { isQuestion } from "../scene/is-question.ts";

interface ExampleMeaning {
  readonly criterion: string;
  readonly example: string;
  readonly asks: boolean;
  readonly ties: Ties;
}

/** What the examples of all criteria mean. */
export interface ExampleMeanings {
  readonly language: string;
  readonly examples: readonly ExampleMeaning[];
  readonly weights: MeaningWeights;
}

/** Less is chance: about two words that few examples have. */
const LEAST_EVIDENCE = 2.8;
const LEAST_SHARE = 0.33;
/** A statement is less like a question, whatever the words. */
const OTHER_FORM = 0.6;
/** What is much more like an example of another criterion belongs there. */
const RIVAL_SHARE = 0.6;
/** How much the upper anchors, which say what is done well, tie a meaning to an example. */
const ANCHOR_TIE = 0.4;

/** Reads the examples of a task. */
export function readExamples({ criteria, scenario }: ReportTask): ExampleMeanings {
  const { language } = scenario;
  const examples = criteria.flatMap((criterion) =>
    criterion.examples.map((example) => {
      const ties = new Map<string, number>();
      for (const anchor of criterion.anchors.slice(3))
        for (const concept of toConcepts(anchor, language))
          for (const key of keysOf(concept)) ties.set(key, ANCHOR_TIE);
      for (const concept of toConcepts(example, language))
        for (const key of keysOf(concept)) ties.set(key, 1);
      return {
        criterion: criterion.id,
        example,
        asks: isQuestion(example, language),
        ties,
      };
    }),
  );
  return { language, examples, weights: weighMeanings(examples) };
}

/** The example of a criterion that a text says in words of its own; null where it says none. */
export function findMeantExample(
  text: string,
  criterion: string,
  { language, examples, weights }: ExampleMeanings,
): string | null {
  const asks = isQuestion(text, language) || isRequest(text, language);
  const ranked = examples
    .map((one) => {
      const found = fit(text, language, one, weights);
      return { ...one, ...found, score: found.evidence * (one.asks && !asks ? OTHER_FORM : 1) };
    })
    .sort((a, b) => b.score - a.score);
  const own = ranked.find(
    (one) =>
      one.criterion === criterion &&
      one.score >= LEAST_EVIDENCE &&
      one.share >= LEAST_SHARE &&
      one.meanings > leastMeanings(text),
  );
  const best = ranked[0];
  if (own === undefined || best === undefined) return null;
  return own.score >= RIVAL_SHARE * best.score ? own.example : null;
}
