const DECIMATION = 3;
const FULL_SCALE = 32_768;
const TAPS = 47;
/** Just below half of 16 kHz, as a share of 48 kHz. */
const CUTOFF = 7_400 / 48_000;
const MIDDLE = (TAPS - 1) / 2;

const filter = createFilter();

/** Brings 48 kHz samples to the 16 kHz that speech models hear, without what would fold back into the voice. */
export function toSixteenKilohertz(samples: Int16Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => {
    const start = index * DECIMATION - MIDDLE;
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) sum += (samples[start + tap] ?? 0) * (filter[tap] ?? 0);
    return sum / FULL_SCALE;
  });
}

/** A sinc under a Hann window. */
function createFilter(): Float64Array {
  const taps = Float64Array.from({ length: TAPS }, (_, tap) => {
    const at = tap - MIDDLE;
    const sinc = at === 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * at) / (Math.PI * at);
    return sinc * (0.5 - 0.5 * Math.cos((2 * Math.PI * (tap + 1)) / (TAPS + 1)));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}
