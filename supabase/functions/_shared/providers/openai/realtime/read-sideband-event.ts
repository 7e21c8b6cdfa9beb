import {
  type JsonObject,
  readCount,
  readObject,
  readObjects,
  readText,
  toObject,
} from "../../json-object.ts";
import type { ItemAuthor, SeenItem, SidebandEvent, UsageAmounts } from "../../sideband.ts";
import { digestSettings, findDifference, toWatchedSettings } from "./session-settings.ts";

type Read = (event: JsonObject, expected: JsonObject) => SidebandEvent | null;

const ITEM_ID = /^[\w.:-]{1,128}$/;
/** Nine of ten events are fragments of what later comes whole: they are not even parsed. */
const FRAGMENT = /^\s*\{\s*"type"\s*:\s*"[a-z_.]+\.delta"/;
/** No call lasts longer. */
const LONGEST_MS = 86_400_000;
/** As much of an event as is needed to see that; an event that begins otherwise is parsed. */
const HEAD_CHARACTERS = 120;

/** Server events by their wire type (realtime.md §4.2), as far as a watch over the call needs them. */
const READERS: Readonly<Record<string, Read>> = {
  "session.updated": (event, expected) => {
    const session = readObject(event, "session") ?? {};
    const difference = findDifference(expected, toWatchedSettings(session));
    return { type: "settings-shown", difference, digest: digestSettings(session) };
  },
  "input_audio_buffer.speech_started": (event) => {
    const itemId = readId(event, "item_id");
    const audioMs = readMs(event, "audio_start_ms");
    return itemId === null ? null : { type: "speech-started", itemId, audioMs };
  },
  "input_audio_buffer.speech_stopped": (event) => {
    const itemId = readId(event, "item_id");
    const audioMs = readMs(event, "audio_end_ms");
    return itemId === null ? null : { type: "speech-stopped", itemId, audioMs };
  },
  "input_audio_buffer.cleared": () => ({ type: "speech-cleared" }),
  "input_audio_buffer.committed": (event) => {
    const itemId = readId(event, "item_id");
    const previousItemId = readPrevious(event) ?? null;
    return itemId === null ? null : { type: "speech-committed", itemId, previousItemId };
  },
  "input_audio_buffer.timeout_triggered": (event) => about(event, "silence-committed"),
  "conversation.item.added": readArrival,
  // Other servers of the protocol say it by its first name.
  "conversation.item.created": readArrival,
  "conversation.item.retrieved": (event, expected) => withItem(event, "item-fetched", expected),
  "conversation.item.truncated": (event) => {
    const itemId = readId(event, "item_id");
    const heardMs = readMs(event, "audio_end_ms");
    return itemId === null ? null : { type: "item-interrupted", itemId, heardMs };
  },
  "conversation.item.deleted": (event) => about(event, "item-removed"),
  "conversation.item.input_audio_transcription.completed": (event) => {
    const itemId = readId(event, "item_id");
    const text = readText(event, "transcript");
    if (itemId === null || text === null) return null;
    return { type: "item-transcribed", itemId, text, usage: readTranscriptionUsage(event) };
  },
  "conversation.item.input_audio_transcription.failed": (event) => {
    const itemId = readId(event, "item_id");
    return itemId === null ? null : { type: "item-transcribed", itemId, text: null, usage: null };
  },
  "response.created": (event, expected) => {
    const reply = readObject(event, "response") ?? {};
    const replyId = readId(reply, "id");
    const isForeign = isForeignReply(reply, expected);
    return replyId === null ? null : { type: "reply-started", replyId, isForeign };
  },
  // Comes before the item's own arrival, so that a reply's item is known from one that a client made up.
  "response.output_item.added": (event) => {
    const item = readObject(event, "item") ?? {};
    const itemId = readId(item, "id");
    const replyId = readId(event, "response_id");
    return itemId === null ? null : { type: "item-named", itemId, author: toAuthor(item), replyId };
  },
  "response.output_item.done": (event, expected) => withItem(event, "item-finished", expected),
  "response.done": (event) => {
    const reply = readObject(event, "response") ?? {};
    const replyId = readId(reply, "id");
    if (replyId === null) return null;
    const fault = readFault(reply);
    const ended = { type: "reply-ended", replyId, usage: readReplyUsage(reply) } as const;
    return fault === null ? ended : { ...ended, fault };
  },
  "output_audio_buffer.started": (event) => aboutPlayout(event, "playout-started"),
  "output_audio_buffer.stopped": (event) => aboutPlayout(event, "playout-ended"),
  "output_audio_buffer.cleared": (event) => aboutPlayout(event, "playout-ended"),
  error: (event) => {
    const error = readObject(event, "error") ?? {};
    const type = readText(error, "type") ?? "unknown";
    const code = readText(error, "code") ?? type;
    const refused = { requestId: readText(error, "event_id"), code } as const;
    const isProvidersFault = type === "server_error" || code === "rate_limit_exceeded";
    return {
      type: "request-refused",
      ...refused,
      ...(isProvidersFault ? { isProvidersFault } : {}),
    };
  },
};

/**
 * Reads one wire text; null where it says nothing that a watch needs, or nothing that can be read.
 * @param expected The settings of the call, as `toWatchedSettings` gives them.
 */
export function readSidebandEvent(text: string, expected: JsonObject): SidebandEvent | null {
  if (FRAGMENT.test(text.slice(0, HEAD_CHARACTERS))) return null;
  const event = parse(text);
  const type = event && readText(event, "type");
  if (event === null || type === null || !Object.hasOwn(READERS, type)) return null;
  return READERS[type]?.(event, expected) ?? null;
}

function about(
  event: JsonObject,
  type: "silence-committed" | "item-removed",
): SidebandEvent | null {
  const itemId = readId(event, "item_id");
  return itemId === null ? null : { type, itemId };
}

function aboutPlayout(
  event: JsonObject,
  type: "playout-started" | "playout-ended",
): SidebandEvent | null {
  const replyId = readId(event, "response_id");
  return replyId === null ? null : { type, replyId };
}

function readArrival(event: JsonObject, expected: JsonObject): SidebandEvent | null {
  const item = readItem(event, expected);
  return item && { type: "item-added", item, previousItemId: readPrevious(event) };
}

function withItem(
  event: JsonObject,
  type: "item-finished" | "item-fetched",
  expected: JsonObject,
): SidebandEvent | null {
  const item = readItem(event, expected);
  return item && { type, item };
}

function readItem(event: JsonObject, expected: JsonObject): SeenItem | null {
  const item = readObject(event, "item");
  const itemId = item && readId(item, "id");
  if (item === null || !itemId) return null;
  const author = toAuthor(item);
  const kinds = readObjects(item, "content").map((part) => readText(part, "type") ?? "");
  const words = readObjects(item, "content").map(
    (part) => readText(part, "transcript") ?? readText(part, "text"),
  );
  const status = readText(item, "status");
  return {
    itemId,
    author,
    text: words.every((word) => word === null) ? null : words.join("").trim(),
    isWritten: kinds.some((kind) => kind.endsWith("text")),
    isFinished: status !== "in_progress",
    isCut: status === "incomplete",
    isForeign: isForeignItem(item, kinds, expected),
    tool: readTool(item),
  };
}

function readTool(item: JsonObject): SeenItem["tool"] {
  const type = readText(item, "type");
  const callId = readId(item, "call_id");
  if (callId === null) return null;
  if (type === "function_call") return { callId, output: null };
  return type === "function_call_output"
    ? { callId, output: readText(item, "output") ?? "" }
    : null;
}

function toAuthor(item: JsonObject): ItemAuthor {
  if (readText(item, "type") !== "message") return "note";
  const role = readText(item, "role");
  if (role === "user") return "learner";
  return role === "assistant" ? "persona" : "note";
}

/** Spoken and typed messages are ours, and tools where the call has any; whatever else there is a client made. */
function isForeignItem(item: JsonObject, kinds: readonly string[], expected: JsonObject): boolean {
  const type = readText(item, "type");
  if (type === "function_call" || type === "function_call_output") {
    return readObjects(expected, "tools").length === 0;
  }
  if (type !== "message" || readText(item, "role") === "system") return true;
  return kinds.some((kind) => !/^(?:input_|output_)?(?:audio|text)$/.test(kind));
}

/** Out of band, or with other settings than the call has: only a client asks for such a reply. */
function isForeignReply(reply: JsonObject, expected: JsonObject): boolean {
  if (reply["conversation_id"] === null) return true;
  const shown = Object.fromEntries(
    ["output_modalities", "max_output_tokens"]
      .filter((name) => reply[name] !== undefined && reply[name] !== null)
      .map((name) => [name, reply[name]]),
  );
  return findDifference(expected, shown) !== null;
}

/** Where the learner spoke over a reply, or the page stopped it, its status is another. */
function readFault(
  reply: JsonObject,
): { readonly status: "failed" | "incomplete"; readonly code: string } | null {
  const status = readText(reply, "status");
  if (status !== "failed" && status !== "incomplete") return null;
  const details = readObject(reply, "status_details") ?? {};
  const error = readObject(details, "error") ?? {};
  const code =
    readText(error, "code") ?? readText(error, "type") ?? readText(details, "reason") ?? "unknown";
  return { status, code };
}

/** Cached tokens are a part of the input and have their own price, so they are taken out of it. */
function readReplyUsage(reply: JsonObject): UsageAmounts | null {
  const usage = readObject(reply, "usage");
  if (usage === null) return null;
  const input = readObject(usage, "input_token_details") ?? {};
  const cached = readObject(input, "cached_tokens_details") ?? {};
  const output = readObject(usage, "output_token_details") ?? {};
  const kinds = ["text", "audio", "image"];
  const amounts: Record<string, number> = {};
  for (const kind of kinds) {
    const name = `${kind}_tokens`;
    const cachedCount = Math.min(readCount(cached, name), readCount(input, name));
    amounts[`input_${kind}`] = readCount(input, name) - cachedCount;
    amounts[`cached_${kind}`] = cachedCount;
    if (kind !== "image") amounts[`output_${kind}`] = readCount(output, name);
  }
  return withoutZeros(amounts);
}

function withoutZeros(amounts: UsageAmounts): UsageAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, count]) => count > 0));
}

function readTranscriptionUsage(event: JsonObject): UsageAmounts | null {
  const usage = readObject(event, "usage");
  if (usage === null) return null;
  if (readText(usage, "type") === "duration") return { seconds: readCount(usage, "seconds") };
  const input = readObject(usage, "input_token_details") ?? {};
  return withoutZeros({
    input_text: readCount(input, "text_tokens"),
    input_audio: readCount(input, "audio_tokens"),
    output_text: readCount(usage, "output_tokens"),
  });
}

/** Undefined where the event does not say, null where the item is the first. */
function readPrevious(event: JsonObject): string | null | undefined {
  return event["previous_item_id"] === null
    ? null
    : (readId(event, "previous_item_id") ?? undefined);
}

/** A place in audio; null where the event gives none that could be. */
function readMs(event: JsonObject, name: string): number | null {
  const value = event[name];
  return typeof value === "number" && value >= 0 && value <= LONGEST_MS ? value : null;
}

function readId(object: JsonObject, name: string): string | null {
  const id = readText(object, name);
  return id !== null && ITEM_ID.test(id) ? id : null;
}

function parse(text: string): JsonObject | null {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return null; // Not ours to complain about: a text that is no JSON carries no turn.
  }
}
