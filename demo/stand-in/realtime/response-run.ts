import type { Clock } from "../clock.ts";
import type { Playout } from "../media/playout.ts";
import { SAMPLES_PER_SECOND } from "../media/playout.ts";
import type { SceneReply } from "../scene/scene.ts";
import type { Voice } from "../voice/voice.ts";
import type { Conversation, StoredItem } from "./conversation.ts";
import { createId } from "./ids.ts";
import { FunctionCallOutput, MessageOutput, type OpenOutput, type OutputPlace } from "./outputs.ts";
import type { ResponseParameters } from "./session-schema.ts";
import { marksPhases, type SessionSettings } from "./session-settings.ts";
import { splitSentences, splitWords } from "./split-text.ts";
import { countOutput, type Reading, toUsage } from "./usage.ts";
import type { ItemStatus, Emit } from "./wire.ts";

/** What a response is generated with. */
export interface ResponseTools {
  readonly clock: Clock;
  readonly conversation: Conversation;
  readonly conversationId: string;
  readonly playout: Playout;
  readonly voice: Voice;
  readonly emit: Emit;
}

/** What a response is to be like. */
export interface ResponseOrder {
  readonly settings: SessionSettings;
  readonly parameters: ResponseParameters;
  /** BCP 47; the language that the persona speaks. */
  readonly language: string;
  readonly reading: Reading;
}

/** How a response ended. */
export type ResponseEnd =
  | { readonly status: "completed" }
  | { readonly status: "cancelled"; readonly reason: "turn_detected" | "client_cancelled" }
  | { readonly status: "incomplete"; readonly reason: "max_output_tokens" | "content_filter" }
  | { readonly status: "failed"; readonly error: { type: string; code: string; message: string } };

/** Text runs ahead of the voice by this factor. */
const GENERATION_SPEED = 3;
/** Words whose transcript goes out before the audio begins. */
const LEAD_WORDS = 3;
const MS_PER_TEXT_WORD = 30;
const ARGUMENT_CHARACTERS = 8;
const MS_PER_ARGUMENT_DELTA = 10;
const AUDIO_MS_PER_TOKEN = 50;

/** One response from `response.created` to `response.done`. Its audio may play on after that. */
export class ResponseRun {
  readonly id = createId("resp");
  readonly #tools: ResponseTools;
  readonly #order: ResponseOrder;
  readonly #outputs: OpenOutput[] = [];
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;
  #isActive = true;

  constructor(tools: ResponseTools, order: ResponseOrder) {
    this.#tools = tools;
    this.#order = order;
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    const response = {
      ...this.#describe(),
      status: "in_progress" as const,
      output: [],
      usage: null,
    };
    tools.emit({ type: "response.created", response: { ...response, status_details: null } });
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** Resolves when `response.done` is out. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Ids of the items of this response so far. */
  get itemIds(): readonly string[] {
    return this.#outputs.map(({ itemId }) => itemId);
  }

  /** Generates `reply`: speech first, then function calls, all in this response. */
  async perform(reply: SceneReply): Promise<void> {
    const hasCalls = reply.functionCalls.length > 0;
    const message = reply.speech === null ? null : this.#openMessage(hasCalls);
    if (message && reply.speech !== null) await this.#speak(message, reply.speech);
    for (const call of reply.functionCalls) {
      if (this.#isOver()) return;
      const output = new FunctionCallOutput(this.#nextPlace(), call.name);
      this.#outputs.push(output);
      await this.#streamArguments(output, JSON.stringify(call.arguments));
      if (this.#isOver()) return;
      message?.close("completed");
      output.close("completed");
    }
    this.end({ status: "completed" });
  }

  /** Ends the response at once; what is still open is closed as far as it got. Does nothing twice. */
  end(end: ResponseEnd): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    const itemStatus: ItemStatus = end.status === "completed" ? "completed" : "incomplete";
    for (const output of this.#outputs) output.close(itemStatus);
    const { conversation, playout, emit } = this.#tools;
    const stored = this.#outputs
      .filter(({ itemId }) => conversation.has(itemId))
      .map(({ itemId }) => conversation.get(itemId));
    emit({ type: "response.done", response: this.#describeEnd(end, stored) });
    emit({ type: "rate_limits.updated", rate_limits: [toRateLimit(this.#order.reading)] });
    playout.complete(this.id);
    this.#resolveEnded();
  }

  #openMessage(hasCalls: boolean): MessageOutput {
    const { settings } = this.#order;
    const phase = hasCalls ? ("commentary" as const) : ("final_answer" as const);
    const message = new MessageOutput(this.#nextPlace(), {
      isAudio: this.#isAudio(),
      phase: marksPhases(settings.model) ? phase : undefined,
    });
    this.#outputs.push(message);
    return message;
  }

  async #speak(message: MessageOutput, text: string): Promise<void> {
    const sentences = splitSentences(text);
    let next = this.#render(sentences[0]);
    for (const [index, sentence] of sentences.entries()) {
      const samples = await next;
      if (this.#isOver()) return;
      next = this.#render(sentences[index + 1]);
      if (samples) this.#lengthen(message.itemId, samples);
      const durationMs = samples ? toMs(samples) / GENERATION_SPEED : null;
      await this.#streamSentence(message, splitWords(sentence), { samples, durationMs });
      if (this.#isOver() || this.#hasOverrun(message)) return;
    }
  }

  async #streamSentence(
    message: MessageOutput,
    words: readonly string[],
    audio: { samples: Int16Array | null; durationMs: number | null },
  ): Promise<void> {
    const msPerWord =
      audio.durationMs === null ? MS_PER_TEXT_WORD : audio.durationMs / words.length;
    const lead = Math.min(LEAD_WORDS, words.length);
    for (const [index, word] of words.entries()) {
      if (index >= lead) await this.#pause(msPerWord);
      if (this.#isOver()) return;
      message.stream(word);
      if (audio.samples && index === lead - 1) this.#tools.playout.enqueue(this.id, audio.samples);
    }
    await this.#pause(msPerWord);
  }

  /** Ends the response as incomplete where its audio has used up the tokens allowed. */
  #hasOverrun(message: MessageOutput): boolean {
    const limit =
      this.#order.parameters.max_output_tokens ?? this.#order.settings.max_output_tokens;
    if (limit === "inf") return false;
    const spentTokens = this.#tools.conversation.get(message.itemId).audioMs / AUDIO_MS_PER_TOKEN;
    if (spentTokens < limit) return false;
    this.end({ status: "incomplete", reason: "max_output_tokens" });
    return true;
  }

  async #streamArguments(output: FunctionCallOutput, json: string): Promise<void> {
    for (let start = 0; start < json.length && !this.#isOver(); start += ARGUMENT_CHARACTERS) {
      output.stream(json.slice(start, start + ARGUMENT_CHARACTERS));
      await this.#pause(MS_PER_ARGUMENT_DELTA);
    }
  }

  async #render(sentence: string | undefined): Promise<Int16Array | null> {
    if (sentence === undefined || !this.#isAudio()) return null;
    const { settings, language } = this.#order;
    const { voice, speed } = settings.audio.output;
    const name = typeof voice === "string" ? voice : voice.id;
    return this.#tools.voice.render(sentence, { language, voice: name, speed });
  }

  #lengthen(itemId: string, samples: Int16Array): void {
    const { conversation } = this.#tools;
    if (!conversation.has(itemId)) return;
    const audioMs = conversation.get(itemId).audioMs + toMs(samples);
    conversation.change(itemId, { audioMs });
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#tools.clock.after(delayMs, resolve);
      void this.#ended.then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Asked after each wait: the response may have been cancelled meanwhile. */
  #isOver(): boolean {
    return !this.#isActive;
  }

  #isAudio(): boolean {
    const { parameters, settings } = this.#order;
    return (parameters.output_modalities ?? settings.output_modalities).includes("audio");
  }

  #nextPlace(): OutputPlace {
    const { conversation, emit } = this.#tools;
    return { conversation, emit, responseId: this.id, outputIndex: this.#outputs.length };
  }

  #describe() {
    const { settings, parameters } = this.#order;
    const output = { ...settings.audio.output, ...parameters.audio?.output };
    return {
      object: "realtime.response" as const,
      id: this.id,
      conversation_id: this.#tools.conversationId,
      output_modalities: [...(parameters.output_modalities ?? settings.output_modalities)],
      max_output_tokens: parameters.max_output_tokens ?? settings.max_output_tokens,
      audio: {
        output: {
          format: output.format ?? settings.audio.output.format,
          voice: toVoiceName(output.voice ?? settings.audio.output.voice),
        },
      },
      metadata: parameters.metadata ?? null,
    };
  }

  #describeEnd(end: ResponseEnd, stored: readonly StoredItem[]) {
    const usage = toUsage(this.#order.reading, countOutput(stored));
    const response = {
      ...this.#describe(),
      status: end.status,
      output: stored.map(({ item }) => item),
      usage,
    };
    switch (end.status) {
      case "completed":
        return { ...response, status_details: null };
      case "failed":
        return { ...response, status_details: { type: end.status, error: end.error } };
      default:
        return { ...response, status_details: { type: end.status, reason: end.reason } };
    }
  }
}

function toMs(samples: Int16Array): number {
  return (samples.length / SAMPLES_PER_SECOND) * 1000;
}

function toVoiceName(voice: string | { id: string }): string {
  return typeof voice === "string" ? voice : voice.id;
}

/** The one entry that the service sends. The limit is invented: nothing here is metered. */
function toRateLimit({ input }: Reading) {
  const limit = 40_000;
  const remaining = Math.max(0, limit - input.text - input.audio);
  return {
    name: "tokens" as const,
    limit,
    remaining,
    reset_seconds: Math.round(((limit - remaining) / limit) * 60_000) / 1000,
  };
}
