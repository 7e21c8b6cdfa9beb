import { Worker } from "node:worker_threads";
import type { SentenceMatcher } from "../hearing/recogniser.ts";
import type { SpeechAnswer, SpeechJob, SpeechResult } from "./speech-job.ts";
import type { Manner, Voice } from "./voice.ts";

interface QueuedJob {
  readonly job: SpeechJob;
  readonly resolve: (result: SpeechResult) => void;
  readonly reject: (error: Error) => void;
}

const MOST_CACHED_RENDERINGS = 200;

/**
 * Voice and ear of the stand-in, in a worker thread, one job at a time: what a learner waits for goes before
 * what is only made ready.
 */
export class SpeechService implements Voice, SentenceMatcher {
  readonly #worker: Worker;
  readonly #urgent: QueuedJob[] = [];
  readonly #idle: QueuedJob[] = [];
  readonly #renderings = new Map<string, Promise<Int16Array>>();
  readonly #prepared = new Set<string>();
  readonly #ready = new Set<string>();
  #current: QueuedJob | null = null;
  #failure: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (answer: SpeechAnswer) => {
      this.#finish(answer);
    });
    worker.on("error", (error) => {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    });
  }

  /** Starts the worker and waits until it can speak. */
  static async start(): Promise<SpeechService> {
    const worker = new Worker(new URL("./speech-worker.ts", import.meta.url));
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => {
        worker.off("error", reject);
        resolve();
      });
      worker.once("error", reject);
    });
    return new SpeechService(worker);
  }

  render(text: string, manner: Manner): Promise<Int16Array> {
    const key = JSON.stringify([text, manner]);
    const known = this.#renderings.get(key);
    if (known) return known;
    const rendering = this.#run({ type: "render", text, manner }, this.#urgent).then((result) =>
      result.type === "rendered" ? result.samples : new Int16Array(0),
    );
    this.#renderings.set(key, rendering);
    const oldest = this.#renderings.keys().next();
    if (this.#renderings.size > MOST_CACHED_RENDERINGS && !oldest.done)
      this.#renderings.delete(oldest.value);
    return rendering;
  }

  async match(
    samples: Int16Array,
    sentences: readonly string[],
    language: string,
  ): Promise<string | null> {
    if (sentences.length === 0) return null;
    const result = await this.#run({ type: "match", samples, sentences, language }, this.#urgent);
    return result.type === "matched" ? result.text : null;
  }

  prepare(sentences: readonly string[], language: string): void {
    for (const sentence of sentences) {
      const key = `${language} ${sentence}`;
      if (this.#prepared.has(key)) continue;
      this.#prepared.add(key);
      // A worker that fails is reported by the next urgent job; a preparation may be lost.
      const prepared = this.#run({ type: "prepare", sentence, language }, this.#idle);
      void prepared.then(
        () => this.#ready.add(key),
        () => undefined,
      );
    }
  }

  findReady(sentences: readonly string[], language: string): readonly string[] {
    return sentences.filter((sentence) => this.#ready.has(`${language} ${sentence}`));
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #run(job: SpeechJob, queue: QueuedJob[]): Promise<SpeechResult> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current) return;
    this.#current = this.#urgent.shift() ?? this.#idle.shift() ?? null;
    if (this.#current) this.#worker.postMessage(this.#current.job);
  }

  #finish(answer: SpeechAnswer): void {
    const finished = this.#current;
    this.#current = null;
    if (answer.type === "failed") finished?.reject(new Error(answer.reason));
    else if (answer.type !== "ready") finished?.resolve(answer);
    this.#next();
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const queued of [this.#current, ...this.#urgent.splice(0), ...this.#idle.splice(0)])
      queued?.reject(error);
    this.#current = null;
  }
}
