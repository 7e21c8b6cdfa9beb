import type { SoundFrame } from "./spectrum.ts";

/** A sentence with the sound of its reference rendering. */
export interface Reference {
  readonly text: string;
  readonly frames: readonly SoundFrame[];
}

/** The closest reference and its distance: 0 is the same sound, strangers lie above 0.19. */
export interface Match {
  readonly text: string;
  readonly distance: number;
}

/**
 * Farther than this, speech is taken for none of the references. Measured with synthetic voices: the same voice
 * stays below 0.08, other sentences above 0.19; other voices overlap with strangers and are refused.
 */
export const LARGEST_DISTANCE = 0.12;

const LARGEST_STRETCH = 2;
const SKIP_COST = 0.1;

/** Finds the reference that sounds most like the speech, near or far; null without references. */
export function findClosest(
  spoken: readonly SoundFrame[],
  references: readonly Reference[],
): Match | null {
  return references.reduce<Match | null>((closest, { text, frames }) => {
    const distance = warpDistance(spoken, frames);
    return closest === null || distance < closest.distance ? { text, distance } : closest;
  }, null);
}

/** Dynamic time warping over cosine distances: how far two sounds are apart whatever their pace. */
export function warpDistance(one: readonly SoundFrame[], other: readonly SoundFrame[]): number {
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (shorter === 0 || longer / shorter > LARGEST_STRETCH) return Infinity;
  let previous = new Float64Array(other.length + 1).fill(Infinity);
  previous[0] = 0;
  for (const frame of one) {
    const current = new Float64Array(other.length + 1).fill(Infinity);
    other.forEach((against, index) => {
      const diagonal = previous[index] ?? Infinity;
      const above = (previous[index + 1] ?? Infinity) + SKIP_COST;
      const left = (current[index] ?? Infinity) + SKIP_COST;
      current[index + 1] = cosineDistance(frame, against) + Math.min(diagonal, above, left);
    });
    previous = current;
  }
  return (previous[other.length] ?? Infinity) / (one.length + other.length);
}

function cosineDistance(one: SoundFrame, other: SoundFrame): number {
  let product = 0;
  for (let band = 0; band < one.length; band++) product += (one[band] ?? 0) * (other[band] ?? 0);
  return 1 - product;
}
