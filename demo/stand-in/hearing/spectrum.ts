const WINDOW = 512;
const HOP = 320;
const BANDS = 24;
const SAMPLES_PER_SECOND = 16_000;
const DECIMATION = 3;
const LOWEST_HERTZ = 120;
const HIGHEST_HERTZ = 7000;
const SILENCE_SHARE = 1e-3;
const FULL_SCALE = 32_768;

/** What one 20 ms stretch of speech sounds like: 24 normalised mel bands. */
export type SoundFrame = Float64Array;

const bandEdges = Array.from({ length: BANDS + 2 }, (_, band) => {
  const span = toMel(HIGHEST_HERTZ) - toMel(LOWEST_HERTZ);
  const hertz = toHertz(toMel(LOWEST_HERTZ) + (span * band) / (BANDS + 1));
  return Math.floor(((WINDOW + 1) * hertz) / SAMPLES_PER_SECOND);
});
const hann = Float64Array.from(
  { length: WINDOW },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (WINDOW - 1)),
);

/**
 * Describes speech (48 kHz mono) so that two renderings of a sentence can be compared: silence trimmed at both
 * ends, microphone and loudness normalised away.
 */
export function describeSound(samples: Int16Array): SoundFrame[] {
  const signal = decimate(samples);
  const frames: SoundFrame[] = [];
  const energies: number[] = [];
  for (let start = 0; start + WINDOW <= signal.length; start += HOP) {
    const windowed = signal.subarray(start, start + WINDOW);
    energies.push(windowed.reduce((sum, value) => sum + value * value, 0));
    frames.push(toBands(windowed));
  }
  return normalise(trimSilence(frames, energies));
}

function decimate(samples: Int16Array): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => {
    const at = index * DECIMATION;
    const sum = (samples[at] ?? 0) + (samples[at + 1] ?? 0) + (samples[at + 2] ?? 0);
    return sum / (DECIMATION * FULL_SCALE);
  });
}

function toBands(windowed: Float64Array): SoundFrame {
  const real = windowed.map((value, index) => value * (hann[index] ?? 0));
  const imaginary = new Float64Array(WINDOW);
  transform(real, imaginary);
  return Float64Array.from({ length: BANDS }, (_, band) => {
    let power = 1e-7;
    const last = bandEdges[band + 2] ?? 0;
    for (let bin = bandEdges[band] ?? 0; bin <= last; bin++)
      power += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    return Math.log(power);
  });
}

function trimSilence(frames: readonly SoundFrame[], energies: readonly number[]): SoundFrame[] {
  const floor = energies.reduce((loudest, energy) => Math.max(loudest, energy), 0) * SILENCE_SHARE;
  const first = energies.findIndex((energy) => energy >= floor);
  const last = energies.findLastIndex((energy) => energy >= floor);
  return frames.slice(Math.max(0, first), last + 1);
}

function normalise(frames: readonly SoundFrame[]): SoundFrame[] {
  const mean = new Float64Array(BANDS);
  for (const frame of frames)
    for (let band = 0; band < BANDS; band++)
      mean[band] = (mean[band] ?? 0) + (frame[band] ?? 0) / frames.length;
  return frames.map((frame) => {
    const centred = frame.map((value, band) => value - (mean[band] ?? 0));
    const length = Math.hypot(...centred) + 1e-9;
    return centred.map((value) => value / length);
  });
}

/** In-place radix-2 Fourier transform. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  swapByReversedBits(real, imaginary);
  for (let size = 2; size <= real.length; size *= 2) {
    const half = size / 2;
    for (let bin = 0; bin < half; bin++) {
      const angle = (-2 * Math.PI * bin) / size;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      for (let low = bin; low < real.length; low += size) {
        const high = low + half;
        const highReal = real[high] ?? 0;
        const highImaginary = imaginary[high] ?? 0;
        const turnedReal = highReal * cosine - highImaginary * sine;
        const turnedImaginary = highReal * sine + highImaginary * cosine;
        real[high] = (real[low] ?? 0) - turnedReal;
        imaginary[high] = (imaginary[low] ?? 0) - turnedImaginary;
        real[low] = (real[low] ?? 0) + turnedReal;
        imaginary[low] = (imaginary[low] ?? 0) + turnedImaginary;
      }
    }
  }
}

function swapByReversedBits(real: Float64Array, imaginary: Float64Array): void {
  let reversed = 0;
  for (let index = 1; index < real.length; index++) {
    let bit = real.length >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index >= reversed) continue;
    swap(real, index, reversed);
    swap(imaginary, index, reversed);
  }
}

function swap(values: Float64Array, one: number, other: number): void {
  const kept = values[one] ?? 0;
  values[one] = values[other] ?? 0;
  values[other] = kept;
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function toHertz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
