import { SAMPLES_PER_SECOND } from "../media/playout.ts";

/** Brings samples to the 48 kHz of a call, along straight lines. */
export function toFullRate(source: Int16Array, hertz: number): Int16Array {
  const step = hertz / SAMPLES_PER_SECOND;
  return Int16Array.from({ length: Math.floor(source.length / step) }, (_, index) => {
    const position = index * step;
    const left = Math.floor(position);
    const from = source[left] ?? 0;
    const to = source[left + 1] ?? from;
    return from + (to - from) * (position - left);
  });
}
