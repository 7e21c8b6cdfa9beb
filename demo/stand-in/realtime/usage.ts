import { toHeardText, type StoredItem } from "./conversation.ts";
import type { SessionSettings } from "./session-settings.ts";

/** Tokens by kind. */
export interface TokenCount {
  readonly text: number;
  readonly audio: number;
}

const LEARNER_MS_PER_AUDIO_TOKEN = 100;
const PERSONA_MS_PER_AUDIO_TOKEN = 50;
const CHARACTERS_PER_TEXT_TOKEN = 4;
const CACHE_BLOCK_TOKENS = 64;

/** Text tokens by the rule of thumb of four characters each. */
export function countTextTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TEXT_TOKEN);
}

/** What the model reads for a response: instructions, tools and every item so far. */
export function countInput(
  settings: Pick<SessionSettings, "instructions" | "tools">,
  items: readonly StoredItem[],
): TokenCount {
  const tools = settings.tools.length > 0 ? JSON.stringify(settings.tools) : "";
  const prefix = { text: countTextTokens(settings.instructions + tools), audio: 0 };
  return items.map(countItem).reduce(add, prefix);
}

/** What the items of a response cost to produce. */
export function countOutput(items: readonly StoredItem[]): TokenCount {
  return items.map(countItem).reduce(add, { text: 0, audio: 0 });
}

/**
 * The usage block of a `response.done`. The prefix that an earlier response already read counts as cached,
 * in blocks, text first.
 */
export function toUsage(input: TokenCount, output: TokenCount, previousInputTokens: number) {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  const reused = Math.min(previousInputTokens, inputTokens);
  const cached = reused - (reused % CACHE_BLOCK_TOKENS);
  const cachedText = Math.min(cached, input.text);
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached,
      cached_tokens_details: {
        text_tokens: cachedText,
        audio_tokens: cached - cachedText,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

function countItem(stored: StoredItem): TokenCount {
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

function add(one: TokenCount, other: TokenCount): TokenCount {
  return { text: one.text + other.text, audio: one.audio + other.audio };
}
