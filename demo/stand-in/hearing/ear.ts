import { Worker } from "node:worker_threads";
import { findEarModels } from "./ear-models.ts";
import type { EarAnswer, EarJob } from "./ear-job.ts";

/** Tells of a voice that begins or falls silent; times count from the detector's first sample. */
export type VoiceListener = (isSpeaking: boolean, atMs: number) => void;

/** Listens to one call for a voice. */
export interface VoiceDetector {
  push(samples: Int16Array): void;
  close(): void;
}

/** Understands real speech, of a language that it was made for. */
export interface Ear {
  /** False until it is loaded, and again where it has failed. */
  readonly isAwake: boolean;
  understands(language: string): boolean;
  /** Loads it, once. Returns at once: whoever speaks meanwhile is heard as without it. */
  wake(): void;
  /** The words of one turn (48 kHz), loading first where need be; null where there are none. */
  recognise(samples: Int16Array): Promise<string | null>;
  /** Listens for a voice that falls silent for `silenceMs`. Only while it is awake. */
  attend(silenceMs: number, listener: VoiceListener): VoiceDetector;
}

/** Moonshine tiny and Silero in a worker thread: English, about 400 MB once it is awake. */
export class ModelEar implements Ear {
  readonly #waiting = new Map<number, (text: string | null) => void>();
  readonly #listeners = new Map<number, VoiceListener>();
  #worker: Worker | null = null;
  #loading: Promise<void> | null = null;
  #isAwake = false;
  #isClosed = false;
  #lastId = 0;

  get isAwake(): boolean {
    return this.#isAwake;
  }

  understands(language: string): boolean {
    return /^en(?:-|$)/i.test(language);
  }

  wake(): void {
    void this.#load();
  }

  async recognise(samples: Int16Array): Promise<string | null> {
    await this.#load();
    if (!this.#isAwake) return null;
    const id = this.#nextId();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ type: "recognise", id, samples });
    });
  }

  attend(silenceMs: number, listener: VoiceListener): VoiceDetector {
    const id = this.#nextId();
    this.#listeners.set(id, listener);
    this.#post({ type: "attend", id, silenceMs });
    return {
      push: (samples) => {
        this.#post({ type: "hear", id, samples });
      },
      close: () => {
        this.#listeners.delete(id);
        this.#post({ type: "leave", id });
      },
    };
  }

  async stop(): Promise<void> {
    this.#isClosed = true;
    this.#fallAsleep();
    await this.#worker?.terminate();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #post(job: EarJob): void {
    this.#worker?.postMessage(job);
  }

  #load(): Promise<void> {
    this.#loading ??= this.#start().catch((error: unknown) => {
      if (this.#isClosed) return;
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`Speech is understood only where the script expects it: ${reason}`);
    });
    return this.#loading;
  }

  async #start(): Promise<void> {
    const models = await findEarModels();
    if (this.#isClosed) return;
    const worker = new Worker(new URL("./ear-worker.ts", import.meta.url), { workerData: models });
    this.#worker = worker;
    // Nobody waits for an ear at the end of a process.
    worker.unref();
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => {
        resolve();
      });
      worker.once("error", reject);
      worker.once("exit", (code) => {
        reject(new Error(`The worker ended with ${code}.`));
      });
    });
    worker.on("message", (answer: EarAnswer) => {
      this.#take(answer);
    });
    worker.on("exit", () => {
      this.#fallAsleep();
    });
    this.#isAwake = true;
  }

  #take(answer: EarAnswer): void {
    if (answer.type === "changed") this.#listeners.get(answer.id)?.(answer.isSpeaking, answer.atMs);
    if (answer.type !== "recognised") return;
    this.#waiting.get(answer.id)?.(answer.text === "" ? null : answer.text);
    this.#waiting.delete(answer.id);
  }

  /** Whoever waits for words waits no longer; calls go on by loudness. */
  #fallAsleep(): void {
    this.#isAwake = false;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
    this.#listeners.clear();
  }
}
