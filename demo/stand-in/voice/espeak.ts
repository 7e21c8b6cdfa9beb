import createEspeak from "@echogarden/espeak-ng-emscripten";
import { toFullRate } from "./full-rate.ts";
import type { Manner } from "./voice.ts";

/** Renders text as 48 kHz mono samples; synchronous, so it belongs into a worker. */
export interface Synthesiser {
  render(text: string, manner: Manner): Int16Array;
}

/** The voice that expected sentences are rendered in for the matcher, and test learners speak with. */
export const PLAIN_VOICE = "plain";

const SOURCE_SAMPLES_PER_SECOND = 22_050;
const WORDS_PER_MINUTE = 165;
/** Timbres of the synthesiser that stand for the service's voices. */
const VARIANTS: Readonly<Record<string, string>> = {
  alloy: "f5",
  ash: "m3",
  ballad: "m7",
  cedar: "m1",
  coral: "f2",
  echo: "m4",
  marin: "f3",
  sage: "f1",
  shimmer: "f4",
  verse: "m2",
};
const FALLBACK_LANGUAGE = "en";

/**
 * Loads the synthesiser. It is eSpeak NG (GPL-3.0): for the demo's stand-in and its tests alone, never shipped
 * with the widget or the functions.
 */
export async function createSynthesiser(): Promise<Synthesiser> {
  const { eSpeakNGWorker: EspeakWorker } = await createEspeak();
  const worker = new EspeakWorker();
  return {
    render(text, manner) {
      const language = manner.language.toLowerCase();
      const candidates = [language, language.split("-")[0] ?? "", FALLBACK_LANGUAGE];
      const variant = VARIANTS[manner.voice];
      const suffix = variant ? `+${variant}` : "";
      candidates.some((code) => worker.set_voice(`${code}${suffix}`, code, 0, 0, 0) === 0);
      worker.set_rate(Math.round(WORDS_PER_MINUTE * manner.speed));
      const chunks: Int16Array[] = [];
      worker.synthesize(text, (samples) => {
        if (samples && samples.byteLength > 0) chunks.push(new Int16Array(samples.slice(0)));
        return false;
      });
      return toFullRate(join(chunks), SOURCE_SAMPLES_PER_SECOND);
    },
  };
}

function join(chunks: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
