import { createRandom } from "./create-random.ts";
import type { LevelPair } from "./level-pair.ts";
import { quadraticWeightedKappa } from "./quadratic-weighted-kappa.ts";

const ROUNDS = 1_000;
const TAIL = 0.025;
const SEED = 20_261_201;

/**
 * Between what lies κ, 95 of 100 times: by drawing attempts with replacement, each with all its pairs, since levels of one
 * talk are no independent witnesses. Null for fewer than two attempts. The same pairs give the same interval.
 */
export function bootstrapInterval(
  pairs: readonly LevelPair[],
  { rounds = ROUNDS, seed = SEED }: { readonly rounds?: number; readonly seed?: number } = {},
): [number, number] | null {
  const attempts = [...Map.groupBy(pairs, ({ attempt }) => attempt).values()];
  if (attempts.length < 2) return null;
  const random = createRandom(seed);
  const kappas: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const drawn = attempts.flatMap(() => attempts[Math.floor(random() * attempts.length)] ?? []);
    const kappa = quadraticWeightedKappa(drawn);
    if (kappa !== null) kappas.push(kappa);
  }
  kappas.sort((one, other) => one - other);
  const low = quantile(kappas, TAIL);
  const high = quantile(kappas, 1 - TAIL);
  return low === null || high === null ? null : [low, high];
}

/** The value below which a share of sorted values lies, between the two nearest by proportion. */
function quantile(sorted: readonly number[], share: number): number | null {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}
