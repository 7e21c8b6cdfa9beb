import { parentPort } from "node:worker_threads";
import { findClosest, LARGEST_DISTANCE, type Reference } from "../hearing/match-sentence.ts";
import { describeSound } from "../hearing/spectrum.ts";
import { createEnglishSynthesiser } from "./flite.ts";
import { createSynthesiser, PLAIN_VOICE, type Synthesiser } from "./espeak.ts";
import type { Manner } from "./voice.ts";
import type { SpeechJob, SpeechResult } from "./speech-job.ts";

const MOST_REFERENCES = 1000;
const references = new Map<string, Reference>();

const port = parentPort;
if (!port) throw new Error("The speech worker runs as a worker thread.");
const [synthesiser, fluent] = await Promise.all([
  createSynthesiser(),
  createEnglishSynthesiser().catch(() => null),
]);
/** Where its package is missing, the voice of all languages speaks English too. */
const english = fluent ?? synthesiser;
port.on("message", (job: SpeechJob) => {
  try {
    port.postMessage(perform(synthesiser, job));
  } catch (error) {
    port.postMessage({ type: "failed", reason: String(error) });
  }
});
port.postMessage({ type: "ready" });

function perform(synthesiser: Synthesiser, job: SpeechJob): SpeechResult {
  switch (job.type) {
    case "render":
      return {
        type: "rendered",
        samples: chooseVoice(synthesiser, job.manner).render(job.text, job.manner),
      };
    case "prepare":
      findReference(synthesiser, job.sentence, job.language);
      return { type: "prepared" };
    case "match": {
      const known = job.sentences.map((text) => findReference(synthesiser, text, job.language));
      const closest = findClosest(describeSound(job.samples), known);
      const isClose = closest !== null && closest.distance <= LARGEST_DISTANCE;
      return {
        type: "matched",
        text: isClose ? closest.text : null,
        distance: closest?.distance ?? null,
      };
    }
  }
}

/** Whoever rehearses with the plain voice is recognised by it, in English as well. */
function chooseVoice(synthesiser: Synthesiser, { language, voice }: Manner): Synthesiser {
  return voice !== PLAIN_VOICE && /^en(?:-|$)/i.test(language) ? english : synthesiser;
}

/** The sound of a sentence, rendered once. The oldest is forgotten when there are too many. */
function findReference(synthesiser: Synthesiser, text: string, language: string): Reference {
  const key = `${language} ${text}`;
  const known = references.get(key);
  if (known) return known;
  const samples = synthesiser.render(text, { language, voice: PLAIN_VOICE, speed: 1 });
  const reference = { text, frames: describeSound(samples) };
  references.set(key, reference);
  const oldest = references.keys().next();
  if (references.size > MOST_REFERENCES && !oldest.done) references.delete(oldest.value);
  return reference;
}
