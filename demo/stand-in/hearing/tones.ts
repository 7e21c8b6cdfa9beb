import createGgwave from "ggwave";
import type { ToneReader } from "./recogniser.ts";

const SAMPLES_PER_SECOND = 48_000;
const BLOCK_SAMPLES = 1024;
const FULL_SCALE = 32_767;
const VOLUME = 30;

/** Makes a reader of text in tones. The library holds few readers a module, so each gets its own. */
export async function createToneReader(): Promise<ToneReader> {
  const { ggwave, instance } = await createInstance();
  const block = new Float32Array(BLOCK_SAMPLES);
  let filled = 0;
  return {
    push(samples) {
      let text: string | null = null;
      for (const sample of samples) {
        block[filled] = sample / FULL_SCALE;
        filled += 1;
        if (filled < BLOCK_SAMPLES) continue;
        filled = 0;
        const decoded = ggwave.decode(instance, new Int8Array(block.buffer));
        if (decoded && decoded.length > 0) text = Buffer.from(decoded).toString("utf8");
      }
      return text;
    },
    free() {
      ggwave.free(instance);
    },
  };
}

/** Renders a text of at most 140 bytes as tones (48 kHz mono), for the microphone file of a test. */
export async function renderTones(text: string): Promise<Int16Array> {
  if (Buffer.byteLength(text) > 140) throw new Error("Tones carry at most 140 bytes.");
  const { ggwave, instance } = await createInstance();
  const protocol = ggwave.ProtocolId.GGWAVE_PROTOCOL_AUDIBLE_FAST;
  const bytes = ggwave.encode(instance, text, protocol, VOLUME).slice();
  ggwave.free(instance);
  const samples = new Float32Array(bytes.buffer);
  return Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
}

async function createInstance() {
  const before = new Set(process.listeners("uncaughtException"));
  const rejectionsBefore = new Set(process.listeners("unhandledRejection"));
  const ggwave = await createGgwave({ print: () => undefined, printErr: () => undefined });
  // The library takes over the process's crash handlers with each load, which is none of its business.
  for (const listener of process.listeners("uncaughtException"))
    if (!before.has(listener)) process.off("uncaughtException", listener);
  for (const listener of process.listeners("unhandledRejection"))
    if (!rejectionsBefore.has(listener)) process.off("unhandledRejection", listener);
  ggwave.disableLog();
  const parameters = ggwave.getDefaultParameters();
  parameters.sampleRateInp = SAMPLES_PER_SECOND;
  parameters.sampleRateOut = SAMPLES_PER_SECOND;
  return { ggwave, instance: ggwave.init(parameters) };
}
