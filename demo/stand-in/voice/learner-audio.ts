import { renderTones } from "../hearing/tones.ts";
import { createSynthesiser, PLAIN_VOICE, type Synthesiser } from "./espeak.ts";

/** One stretch of a test learner's microphone. */
export type LearnerSound =
  | { readonly type: "silence"; readonly durationMs: number }
  /** Spoken with the voice that the matcher knows. */
  | { readonly type: "speech"; readonly text: string; readonly language: string }
  /** Text as tones, which is understood whatever it says; at most 140 bytes. */
  | { readonly type: "tones"; readonly text: string };

const SAMPLES_PER_MS = 48;
let synthesiser: Promise<Synthesiser> | null = null;

/** Renders a test learner's microphone, 48 kHz mono; `toWaveFile` makes a file of it. */
export async function renderLearnerAudio(sounds: readonly LearnerSound[]): Promise<Int16Array> {
  const parts: Int16Array[] = [];
  for (const sound of sounds) parts.push(await renderSound(sound));
  const joined = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

async function renderSound(sound: LearnerSound): Promise<Int16Array> {
  switch (sound.type) {
    case "silence":
      return new Int16Array(Math.round(sound.durationMs * SAMPLES_PER_MS));
    case "speech": {
      // Slow to load, and the same for every learner.
      synthesiser ??= createSynthesiser();
      const manner = { language: sound.language, voice: PLAIN_VOICE, speed: 1 };
      return (await synthesiser).render(sound.text, manner);
    }
    case "tones":
      return renderTones(sound.text);
  }
}
