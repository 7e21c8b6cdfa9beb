/** What one of the two bands knows of its signal. Names are those of ITU-T G.722. */
interface Band {
  s: number;
  sz: number;
  nb: number;
  det: number;
  readonly a: number[];
  readonly b: number[];
  readonly d: number[];
  readonly p: number[];
  readonly r: number[];
}

const LOW_STEPS = [-60, -30, 58, 172, 334, 538, 1198, 3042];
const LOW_STEP_OF = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
const HIGH_STEPS = [798, -214, 798, -214];
const SCALES = Array.from({ length: 32 }, (_, index) => Math.round(2048 * 2 ** (index / 32)));
const HIGH_LEVELS = [-7408, -1616, 7408, 1616];
const ROUGH_LEVELS = [
  0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200,
  0,
];
const FINE_STEPS = [
  24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000,
  5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728,
];
const FINE_LEVELS = [
  ...[-136, -136, -136, -136],
  ...FINE_STEPS.map((level) => -level),
  ...FINE_STEPS,
  ...[432, 136, -432, -136],
];
const MIRROR = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

/** Decodes G.722 at 64 kbit/s to 16 kHz samples. */
export function decodeG722(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(2 * bytes.length);
  const low = createBand(32);
  const high = createBand(8);
  const line = new Array<number>(24).fill(0);
  for (const [index, byte] of bytes.entries()) {
    const rlow = decodeLow(low, byte & 0x3f);
    const rhigh = decodeHigh(high, byte >> 6);
    line.splice(0, 2);
    line.push(rlow + rhigh, rlow - rhigh);
    let even = 0;
    let odd = 0;
    for (const [tap, weight] of MIRROR.entries()) {
      odd += at(line, 2 * tap) * weight;
      even += at(line, 2 * tap + 1) * at(MIRROR, 11 - tap);
    }
    samples[2 * index] = saturate(even >> 11);
    samples[2 * index + 1] = saturate(odd >> 11);
  }
  return samples;
}

function createBand(det: number): Band {
  const zeros = (length: number) => new Array<number>(length).fill(0);
  return {
    ...{ s: 0, sz: 0, nb: 0, det },
    ...{ a: zeros(3), b: zeros(7), d: zeros(7), p: zeros(3), r: zeros(3) },
  };
}

function decodeLow(band: Band, code: number): number {
  const value = clamp(band.s + ((band.det * at(FINE_LEVELS, code)) >> 15), -16_384, 16_383);
  const rough = code >> 2;
  const difference = (band.det * at(ROUGH_LEVELS, rough)) >> 15;
  const step = at(LOW_STEPS, at(LOW_STEP_OF, rough));
  adaptScale(band, { step, most: 18_432, shift: 8 });
  predict(band, difference);
  return value;
}

function decodeHigh(band: Band, code: number): number {
  const difference = (band.det * at(HIGH_LEVELS, code)) >> 15;
  const value = clamp(difference + band.s, -16_384, 16_383);
  adaptScale(band, { step: at(HIGH_STEPS, code), most: 22_528, shift: 10 });
  predict(band, difference);
  return value;
}

function adaptScale(
  band: Band,
  { step, most, shift }: { readonly step: number; readonly most: number; readonly shift: number },
): void {
  band.nb = clamp(((band.nb * 127) >> 7) + step, 0, most);
  const scale = at(SCALES, (band.nb >> 6) & 31);
  const down = shift - (band.nb >> 11);
  band.det = (down < 0 ? scale << -down : scale >> down) << 2;
}

/** Takes the latest difference into both predictors and predicts the next sample. */
function predict(band: Band, difference: number): void {
  const { a, b, d, p, r } = band;
  d[0] = difference;
  r[0] = saturate(band.s + difference);
  p[0] = saturate(band.sz + difference);
  const second = adaptSecondPole(band);
  const first = adaptFirstPole(band, second);
  const push = difference === 0 ? 0 : 128;
  for (let index = 6; index > 0; index--) {
    const signed = isNegative(at(d, index)) === isNegative(difference) ? push : -push;
    b[index] = saturate(signed + ((at(b, index) * 32_640) >> 15));
    d[index] = at(d, index - 1);
  }
  for (const list of [r, p]) list.copyWithin(1, 0, 2);
  a[1] = first;
  a[2] = second;
  const pole = [1, 2].reduce((sum, n) => sum + ((at(a, n) * saturate(2 * at(r, n))) >> 15), 0);
  let zero = 0;
  for (let n = 6; n > 0; n--) zero += (at(b, n) * saturate(2 * at(d, n))) >> 15;
  band.sz = saturate(zero);
  band.s = saturate(saturate(pole) + band.sz);
}

function adaptSecondPole({ a, p }: Band): number {
  const doubled = saturate(4 * at(a, 1));
  const isAlike = isNegative(at(p, 0)) === isNegative(at(p, 1));
  const turned = Math.min(isAlike ? -doubled : doubled, 32_767);
  const push = isNegative(at(p, 0)) === isNegative(at(p, 2)) ? 128 : -128;
  return clamp(push + (turned >> 7) + ((at(a, 2) * 32_512) >> 15), -12_288, 12_288);
}

function adaptFirstPole({ a, p }: Band, second: number): number {
  const push = isNegative(at(p, 0)) === isNegative(at(p, 1)) ? 192 : -192;
  const value = saturate(push + ((at(a, 1) * 32_640) >> 15));
  const most = saturate(15_360 - second);
  return clamp(value, -most, most);
}

function isNegative(value: number): boolean {
  return value < 0;
}

function saturate(value: number): number {
  return clamp(value, -32_768, 32_767);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}
