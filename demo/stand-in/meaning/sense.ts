import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { isQuestion } from "../scene/is-question.ts";
import { likeness, weighWords } from "../scene/match-sentence.ts";
import { keysOf, toConcepts } from "./concepts.ts";
import type { Ties } from "./weigh-sense.ts";

/** What an exchange of the script is about, in more words than its own. */
export interface Sense {
  readonly exchange: Exchange;
  readonly isPoor: boolean;
  /** True where a learner asks there. */
  readonly asks: boolean;
  readonly ties: Ties;
}

/** How much the words of each source tie a meaning to an exchange. */
const TIES = { line: 1, cue: 0.7, reply: 0.3 };
/** From here on an answer gives a hidden fact away. */
const FACT_LIKENESS = 0.3;

/** Reads every exchange of a script with what the scenario says of its doubt, act and fact. */
export function readSenses(
  scenario: Scenario,
  play: { readonly good: readonly Exchange[]; readonly poor: readonly Exchange[] },
): readonly Sense[] {
  const facts = findFacts(scenario, play.good);
  return [
    ...play.good.map((exchange) => readSense(exchange, scenario, facts.get(exchange) ?? [])),
    ...play.poor.map((exchange) => ({ ...readSense(exchange, scenario, []), isPoor: true })),
  ];
}

function readSense(exchange: Exchange, scenario: Scenario, factCues: readonly string[]): Sense {
  const { language } = scenario;
  const ties = new Map<string, number>();
  const tie = (texts: readonly string[], strength: number) => {
    for (const concept of texts.flatMap((text) => toConcepts(text, language)))
      for (const key of keysOf(concept)) ties.set(key, Math.max(ties.get(key) ?? 0, strength));
  };
  tie(exchange.learner, TIES.line);
  tie([...cuesOf(exchange, scenario), ...factCues], TIES.cue);
  tie([exchange.persona], TIES.reply);
  const questions = exchange.learner.filter((line) => isQuestion(line, language));
  return {
    exchange,
    isPoor: false,
    asks: 2 * questions.length > exchange.learner.length,
    ties,
  };
}

/**
 * What the scenario itself says of the acts that an exchange stands for. The text of an objective is no cue: learners
 * read it in their brief, and to say it is no sign of having done it.
 */
function cuesOf({ settles, calms }: Exchange, scenario: Scenario): string[] {
  const doubt = scenario.objections.find(({ id }) => id === settles);
  const act = scenario.deescalationPoints.find(({ id }) => id === calms);
  return [
    ...(doubt === undefined ? [] : [doubt.settledBy, ...doubt.softenedBy]),
    ...(act === undefined ? [] : [act.act]),
  ];
}

/** The ways to each hidden fact belong to the exchange whose answer gives it away. */
function findFacts(
  { hiddenFacts }: Scenario,
  good: readonly Exchange[],
): ReadonlyMap<Exchange, readonly string[]> {
  const weights = weighWords([
    ...good.map(({ persona }) => persona),
    ...hiddenFacts.map(({ fact }) => fact),
  ]);
  const found = new Map<Exchange, string[]>();
  for (const { id, fact, unlockedBy } of hiddenFacts) {
    const ranked = good
      .map((exchange) => ({
        exchange,
        score: exchange.when === id ? 1 : likeness(exchange.persona, fact, weights),
      }))
      .sort((a, b) => b.score - a.score);
    const best = ranked[0];
    if (best === undefined || best.score < FACT_LIKENESS) continue;
    found.set(best.exchange, [...(found.get(best.exchange) ?? []), unlockedBy]);
  }
  return found;
}
