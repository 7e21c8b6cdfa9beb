const LONGEST_SECONDS = 20;
/** A part is cut between this and the longest, where it is quietest. */
const EARLIEST_CUT_SECONDS = 12;
const WINDOW_SECONDS = 0.2;

/** Cuts long speech at its pauses: the model was made for single utterances, and its memory grows with their length. */
export function splitLongSpeech(samples: Float32Array, hertz: number): Float32Array[] {
  const parts: Float32Array[] = [];
  let rest = samples;
  while (rest.length > LONGEST_SECONDS * hertz) {
    const cut = findQuietest(rest, hertz);
    parts.push(rest.subarray(0, cut));
    rest = rest.subarray(cut);
  }
  return [...parts, rest];
}

function findQuietest(samples: Float32Array, hertz: number): number {
  const window = Math.round(WINDOW_SECONDS * hertz);
  let quietest = { at: LONGEST_SECONDS * hertz, energy: Infinity };
  for (
    let start = EARLIEST_CUT_SECONDS * hertz;
    start + window <= LONGEST_SECONDS * hertz;
    start += window / 2
  ) {
    let energy = 0;
    for (let index = start; index < start + window; index++) energy += (samples[index] ?? 0) ** 2;
    if (energy < quietest.energy) quietest = { at: start + window / 2, energy };
  }
  return Math.round(quietest.at);
}
