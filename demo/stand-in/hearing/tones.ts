import type { ToneReader } from "./recogniser.ts";
import { ToneLibraries } from "./tone-libraries.ts";

const BLOCK_SAMPLES = 1024;
const FULL_SCALE = 32_767;
const VOLUME = 30;

const libraries = new ToneLibraries();

/** Makes a reader of text in tones; once freed it hears nothing. */
export async function createToneReader(): Promise<ToneReader> {
  const instance = await libraries.open("RX");
  const block = new Float32Array(BLOCK_SAMPLES);
  let filled = 0;
  let isFree = false;
  return {
    push(samples) {
      if (isFree) return null;
      let text: string | null = null;
      for (const sample of samples) {
        block[filled] = sample / FULL_SCALE;
        filled += 1;
        if (filled < BLOCK_SAMPLES) continue;
        filled = 0;
        const decoded = instance.library.decode(instance.id, new Int8Array(block.buffer));
        if (decoded && decoded.length > 0) text = Buffer.from(decoded).toString("utf8");
      }
      return text;
    },
    free() {
      isFree = true;
      instance.free();
    },
  };
}

/** Renders a text of at most 140 bytes as tones (48 kHz mono), for the microphone file of a test. */
export async function renderTones(text: string): Promise<Int16Array> {
  if (Buffer.byteLength(text) > 140) throw new Error("Tones carry at most 140 bytes.");
  const instance = await libraries.open("TX");
  const { library } = instance;
  const protocol = library.ProtocolId.GGWAVE_PROTOCOL_AUDIBLE_FAST;
  const bytes = library.encode(instance.id, text, protocol, VOLUME).slice();
  instance.free();
  const samples = new Float32Array(bytes.buffer);
  return Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
}
