import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import tokenizer from "llama-tokenizer-js";
import { createOfflineRecognizer, createVad, type OfflineRecognizer, type Vad } from "sherpa-onnx";
import * as z from "zod";
import type { EarAnswer, EarJob } from "./ear-job.ts";
import { toSixteenKilohertz } from "./resample.ts";
import { splitLongSpeech } from "./split-speech.ts";
import { toTokenLines } from "./vocabulary.ts";

const HERTZ = 16_000;
const SAMPLES_PER_MS = 48;
const VOICE_THRESHOLD = 0.5;
/** Shorter sounds are clicks and coughs. */
const LEAST_SPEECH_SECONDS = 0.1;
const LONGEST_SPEECH_SECONDS = 120;

const port = parentPort;
if (!port) throw new Error("The ear's worker runs as a worker thread.");
const models = z
  .object({ encoder: z.string(), decoder: z.string(), voiceActivity: z.string() })
  .parse(workerData);

interface Listener {
  readonly detector: Vad;
  heardMs: number;
  isSpeaking: boolean;
}

const listeners = new Map<number, Listener>();
const recogniser = await loadRecogniser();
port.on("message", (job: EarJob) => {
  perform(job);
});
answer({ type: "ready" });

/** The library reads its tokens from a file, once. */
async function loadRecogniser(): Promise<OfflineRecognizer> {
  const folder = await mkdtemp(path.join(tmpdir(), "stand-in-ear-"));
  try {
    const tokens = path.join(folder, "tokens.txt");
    await writeFile(tokens, toTokenLines(tokenizer.vocabById));
    const moonshine = { encoder: models.encoder, mergedDecoder: models.decoder };
    return createOfflineRecognizer({
      modelConfig: { tokens, numThreads: 1, debug: 0, moonshine },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function perform(job: EarJob): void {
  switch (job.type) {
    case "recognise":
      answer({ type: "recognised", id: job.id, text: recognise(job.samples) });
      break;
    case "attend":
      listeners.set(job.id, {
        detector: createDetector(job.silenceMs),
        heardMs: 0,
        isSpeaking: false,
      });
      break;
    case "hear":
      hear(job.id, job.samples);
      break;
    case "leave":
      listeners.get(job.id)?.detector.free();
      listeners.delete(job.id);
  }
}

function recognise(samples: Int16Array): string {
  const parts = splitLongSpeech(toSixteenKilohertz(samples), HERTZ).map((part) => {
    const stream = recogniser.createStream();
    try {
      stream.acceptWaveform(HERTZ, part);
      recogniser.decode(stream);
      return recogniser.getResult(stream).text.trim();
    } finally {
      stream.free();
    }
  });
  return parts.filter((text) => text !== "").join(" ");
}

function createDetector(silenceMs: number): Vad {
  return createVad({
    sileroVad: {
      model: models.voiceActivity,
      threshold: VOICE_THRESHOLD,
      minSilenceDuration: silenceMs / 1000,
      minSpeechDuration: LEAST_SPEECH_SECONDS,
      maxSpeechDuration: LONGEST_SPEECH_SECONDS,
      windowSize: 512,
    },
    sampleRate: HERTZ,
    numThreads: 1,
    debug: 0,
    bufferSizeInSeconds: LONGEST_SPEECH_SECONDS,
  });
}

function hear(id: number, samples: Int16Array): void {
  const listener = listeners.get(id);
  if (listener === undefined) return;
  const { detector } = listener;
  detector.acceptWaveform(toSixteenKilohertz(samples));
  // It also keeps what was said, which nobody asks it for.
  while (!detector.isEmpty()) detector.pop();
  listener.heardMs += samples.length / SAMPLES_PER_MS;
  const isSpeaking = detector.isDetected();
  if (isSpeaking === listener.isSpeaking) return;
  listener.isSpeaking = isSpeaking;
  answer({ type: "changed", id, isSpeaking, atMs: listener.heardMs });
}

function answer(message: EarAnswer): void {
  port?.postMessage(message);
}
