import { bootstrapInterval } from "../../supabase/functions/_shared/agreement/bootstrap-interval.ts";
import { createRandom } from "../../supabase/functions/_shared/agreement/create-random.ts";
import { quadraticWeightedKappa } from "../../supabase/functions/_shared/agreement/quadratic-weighted-kappa.ts";
import { PUBLIC_SETS, toPairs, toTableKappa } from "../unit/agreement/public-sets.ts";

const TOLERANCE = 1e-9;
const STUDIES = 300;
const ATTEMPTS = 100;
const CRITERIA = 4;
const POPULATION = 50_000;
/** Of 300 studies at a true 95 %, nearly all runs lie between; a percentile bootstrap falls a little short of 95. */
const LEAST_COVERAGE = 0.9;
const MOST_COVERAGE = 0.99;

/** One attempt's pairs: a talk is good or bad as a whole, and each rater errs by one level now and then. */
function drawAttempt(random: () => number, attempt: string) {
  const talk = random() * 4 - 2;
  const harshness = random() < 0.2 ? -1 : 0;
  return Array.from({ length: CRITERIA }, () => {
    const quality = 2.5 + talk + (random() - 0.5) * 3;
    const rate = (error: number) =>
      Math.min(5, Math.max(0, Math.round(quality + (random() - 0.5) * 1.6 + error)));
    return { attempt, human: rate(0), ai: rate(harshness) };
  });
}

function drawStudy(random: () => number, attempts: number) {
  return Array.from({ length: attempts }, (_, place) => drawAttempt(random, String(place))).flat();
}

/**
 * κ against the form by cells in whole numbers and against what is printed of public sets; and how often the interval of
 * a simulated study holds the κ of the population that it was drawn from.
 */
export function prove(): { figure: string; passed: boolean } {
  let worst = 0;
  for (const { name, table, printed } of PUBLIC_SETS) {
    const kappa = quadraticWeightedKappa(toPairs(table)) ?? Number.NaN;
    const apart = Math.abs(kappa - toTableKappa(table));
    const isPrinted = kappa.toFixed(3) === printed.toFixed(3);
    console.log(`${name}: κ ${kappa.toFixed(12)}, printed ${printed}, apart ${apart}`);
    worst = Math.max(worst, isPrinted ? apart : Number.POSITIVE_INFINITY);
  }
  const random = createRandom(7);
  const truth = quadraticWeightedKappa(drawStudy(random, POPULATION)) ?? Number.NaN;
  let covered = 0;
  let width = 0;
  for (let study = 0; study < STUDIES; study += 1) {
    const [low, high] = bootstrapInterval(drawStudy(random, ATTEMPTS), {
      rounds: 400,
      seed: study,
    }) ?? [Number.NaN, Number.NaN];
    if (low <= truth && truth <= high) covered += 1;
    width += (high - low) / STUDIES;
  }
  const coverage = covered / STUDIES;
  return {
    figure:
      `κ of ${PUBLIC_SETS.length} public sets within ${worst.toExponential(1)} of the reference; true κ ${truth.toFixed(3)}` +
      ` inside ${(100 * coverage).toFixed(1)} % of ${STUDIES} intervals of ${ATTEMPTS} attempts (mean width ${width.toFixed(3)})`,
    passed: worst < TOLERANCE && coverage >= LEAST_COVERAGE && coverage <= MOST_COVERAGE,
  };
}
