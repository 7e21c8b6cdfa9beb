import type { Clock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Conversation } from "./conversation.ts";
import type { SessionSettings } from "./session-settings.ts";
import { splitWords } from "./split-text.ts";
import { countTextTokens } from "./usage.ts";
import type { Emit } from "./wire.ts";

/** A learner's turn as it was heard; `text` is null where nothing was recognised. */
export interface HeardTurn {
  readonly itemId: string;
  readonly text: string | null;
  readonly seconds: number;
}

/** What a transcriber works with. */
export interface TranscriberTools {
  readonly clock: Clock;
  readonly conversation: Conversation;
  readonly emit: Emit;
  read(): { settings: SessionSettings; faults: Faults };
}

const LATE_BY_MS = 300;
const STREAMING_MODELS: readonly string[] = ["gpt-realtime-whisper", "gpt-live-transcribe"];
const TOKEN_BILLED_MODELS = /^gpt-4o/;

/** Reports what the learner said, beside the response and never in its order, as the service does. */
export class Transcriber {
  readonly #tools: TranscriberTools;
  readonly #streamed = new Map<string, string>();

  constructor(tools: TranscriberTools) {
    this.#tools = tools;
  }

  /** Streams words that were recognised while the turn still goes on; only some models do that. */
  streamEarly(itemId: string, text: string): void {
    const { settings, faults } = this.#tools.read();
    const model = settings.audio.input.transcription?.model;
    if (model === undefined || !STREAMING_MODELS.includes(model)) return;
    if (faults.transcription !== "normal") return;
    const streamed = this.#streamed.get(itemId) ?? "";
    const delta = streamed === "" ? text : ` ${text}`;
    this.#streamed.set(itemId, streamed + delta);
    this.#emitDeltas(itemId, delta);
  }

  /** Reports the whole turn; where transcripts are late, after `response` has ended. */
  report(turn: HeardTurn, response: Promise<void> | null): void {
    const { settings, faults } = this.#tools.read();
    if (settings.audio.input.transcription === null) return;
    if (faults.transcription !== "late") {
      this.#emitResult(turn);
      return;
    }
    void (response ?? Promise.resolve()).then(() => {
      this.#tools.clock.after(LATE_BY_MS, () => {
        this.#emitResult(turn);
      });
    });
  }

  #emitResult(turn: HeardTurn): void {
    const { settings, faults } = this.#tools.read();
    const { itemId, text } = turn;
    if (faults.transcription === "failed") {
      this.#emitFailure(itemId, "server_error", "Input transcription failed for this item.");
      return;
    }
    if (text === null) {
      const message =
        "This is a rehearsal: the stand-in recognises typed text, tones, the sentences that its scene expects and, where its model is awake, English. This was none of them.";
      this.#emitFailure(itemId, "speech_not_recognized", message);
      return;
    }
    const streamed = this.#streamed.get(itemId) ?? "";
    this.#streamed.delete(itemId);
    this.#emitDeltas(itemId, text.slice(streamed.length));
    this.#writeDown(itemId, text);
    const model = settings.audio.input.transcription?.model ?? "";
    const first = text.slice(0, Math.ceil(text.length / 2));
    for (const transcript of faults.transcription === "twice" ? [first, text] : [text])
      this.#tools.emit({
        type: "conversation.item.input_audio_transcription.completed",
        item_id: itemId,
        content_index: 0,
        transcript,
        usage: toTranscriptionUsage(model, turn),
      });
  }

  #emitDeltas(itemId: string, text: string): void {
    for (const delta of splitWords(text))
      this.#tools.emit({
        type: "conversation.item.input_audio_transcription.delta",
        item_id: itemId,
        content_index: 0,
        delta,
      });
  }

  #emitFailure(itemId: string, code: string, message: string): void {
    this.#tools.emit({
      type: "conversation.item.input_audio_transcription.failed",
      item_id: itemId,
      content_index: 0,
      error: { type: "transcription_error", code, message, param: null },
    });
  }

  /** Keeps the transcript in the item, so that a retrieved item shows it. */
  #writeDown(itemId: string, transcript: string): void {
    const { conversation } = this.#tools;
    if (!conversation.has(itemId)) return;
    const { item } = conversation.get(itemId);
    if (item.type !== "message" || item.role !== "user") return;
    const content = item.content.map((part) =>
      part.type === "input_audio" ? { ...part, transcript } : part,
    );
    conversation.change(itemId, { item: { ...item, content } });
  }
}

function toTranscriptionUsage(model: string, turn: HeardTurn) {
  if (!TOKEN_BILLED_MODELS.test(model))
    return { type: "duration" as const, seconds: Math.max(1, Math.ceil(turn.seconds)) };
  const audioTokens = Math.ceil(turn.seconds * 10);
  const outputTokens = countTextTokens(turn.text ?? "");
  return {
    type: "tokens" as const,
    total_tokens: audioTokens + outputTokens,
    input_tokens: audioTokens,
    output_tokens: outputTokens,
    input_token_details: { text_tokens: 0, audio_tokens: audioTokens },
  };
}
