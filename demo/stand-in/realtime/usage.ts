import { toHeardText, type StoredItem } from "./conversation.ts";
import type { SessionSettings } from "./session-settings.ts";

/** Tokens by kind. */
export interface TokenCount {
  readonly text: number;
  readonly audio: number;
}

/** What a response reads, and what of that the provider still has from the one before. */
export interface Reading {
  readonly input: TokenCount;
  /** A part of `input`. */
  readonly cached: TokenCount;
}

const LEARNER_MS_PER_AUDIO_TOKEN = 100;
const PERSONA_MS_PER_AUDIO_TOKEN = 50;
const CHARACTERS_PER_TEXT_TOKEN = 4;

/** Text tokens by the rule of thumb of four characters each. */
export function countTextTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TEXT_TOKEN);
}

/** What stands before the talk: instructions and tools. */
export function countPrefix({
  instructions,
  tools,
}: Pick<SessionSettings, "instructions" | "tools">): TokenCount {
  const listed = tools.length > 0 ? JSON.stringify(tools) : "";
  return { text: countTextTokens(instructions + listed), audio: 0 };
}

/** What the items of a response cost to produce. */
export function countOutput(items: readonly StoredItem[]): TokenCount {
  return items.map(countItem).reduce(add, { text: 0, audio: 0 });
}

/** The usage block of a `response.done`. */
export function toUsage({ input, cached }: Reading, output: TokenCount) {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: {
        text_tokens: cached.text,
        audio_tokens: cached.audio,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

/** What one item of the talk takes, said or written. */
export function countItem(stored: StoredItem): TokenCount {
  const { item, audioMs } = stored;
  if (item.type === "function_call")
    return { text: countTextTokens(item.name + item.arguments), audio: 0 };
  if (item.type === "function_call_output") return { text: countTextTokens(item.output), audio: 0 };
  const text = item.content.map((part) => part.text ?? "").join("");
  if (item.role !== "assistant")
    return { text: countTextTokens(text), audio: Math.ceil(audioMs / LEARNER_MS_PER_AUDIO_TOKEN) };
  const spoken = item.content
    .map((part) => ("transcript" in part ? (part.transcript ?? "") : ""))
    .join("");
  const heardMs = stored.heardMs ?? audioMs;
  return {
    text: countTextTokens(text + toHeardText(spoken, stored)),
    audio: Math.ceil(heardMs / PERSONA_MS_PER_AUDIO_TOKEN),
  };
}

/** The sum of two counts. */
export function add(one: TokenCount, other: TokenCount): TokenCount {
  return { text: one.text + other.text, audio: one.audio + other.audio };
}
