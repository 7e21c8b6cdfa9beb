import type { CallEvent, ReplyOutcome } from "../../domain/state/call-event.ts";
import {
  readCount,
  readField,
  readIdentifier,
  readObject,
  readObjects,
  readText,
  type WireObject,
} from "./wire-value.ts";

type Translate = (event: WireObject) => readonly CallEvent[];

const OUTCOMES: readonly ReplyOutcome[] = ["completed", "cancelled", "incomplete", "failed"];
const FATAL_CODES: readonly string[] = ["session_expired"];

/**
 * Server events by their wire type (realtime.md §4.2). What a known event needs is checked; where that is
 * missing it says nothing. `conversation.item.done` is left out: its `previous_item_id` may be wrong, and
 * `response.output_item.done` says the rest.
 */
const TRANSLATIONS: Readonly<Record<string, Translate>> = {
  "input_audio_buffer.speech_started": (event) => aboutItem(event, "learner-speech-started"),
  "input_audio_buffer.speech_stopped": (event) => aboutItem(event, "learner-speech-stopped"),
  "input_audio_buffer.committed": (event) => [
    ...placeItem(event, readIdentifier(event, "item_id"), "learner"),
    ...aboutItem(event, "learner-speech-committed"),
  ],
  "conversation.item.added": translateAddedItem,
  // Other servers of the protocol say it by its first name.
  "conversation.item.created": translateAddedItem,
  "conversation.item.truncated": (event) => aboutItem(event, "item-truncated"),
  "conversation.item.input_audio_transcription.delta": (event) => words(event, "learner"),
  "conversation.item.input_audio_transcription.completed": (event) =>
    settledWords(event, "learner", "transcript"),
  "conversation.item.input_audio_transcription.failed": (event) => aboutItem(event, "words-failed"),
  "response.created": (event) => {
    const replyId = readReplyId(event);
    return replyId === null ? [] : [{ type: "reply-started", replyId }];
  },
  "response.output_item.added": nameReplyItem,
  "response.output_item.done": settleReplyItem,
  "response.output_audio_transcript.delta": (event) => words(event, "persona"),
  "response.output_audio_transcript.done": (event) =>
    isFirstPart(event) ? settledWords(event, "persona", "transcript") : [],
  "response.output_text.delta": (event) => words(event, "persona"),
  "response.output_text.done": (event) =>
    isFirstPart(event) ? settledWords(event, "persona", "text") : [],
  "response.function_call_arguments.done": (event) => callTool(event, event),
  "response.done": translateEndedReply,
  "output_audio_buffer.started": (event) => aboutReply(event, "playback-started"),
  "output_audio_buffer.stopped": (event) => aboutReply(event, "playback-stopped"),
  "output_audio_buffer.cleared": (event) => aboutReply(event, "playback-cleared"),
  error: translateError,
};

/** What one server event means; null for a type that is not known here. */
export function toCallEvents(event: WireObject): readonly CallEvent[] | null {
  const type = readText(event, "type");
  if (type === null || !Object.hasOwn(TRANSLATIONS, type)) return null;
  return TRANSLATIONS[type]?.(event) ?? null;
}

/** The id of the response that an event carries whole. */
export function readReplyId(event: WireObject): string | null {
  const response = readObject(event, "response");
  return response === null ? null : readIdentifier(response, "id");
}

/** Events that name a place in audio name one. */
function aboutItem(
  event: WireObject,
  type:
    | "learner-speech-started"
    | "learner-speech-stopped"
    | "learner-speech-committed"
    | "item-truncated"
    | "words-failed",
): readonly CallEvent[] {
  const itemId = readIdentifier(event, "item_id");
  const audioMs = readField(event, "audio_start_ms") ?? readField(event, "audio_end_ms");
  return itemId === null
    ? []
    : [{ type, itemId, ...(typeof audioMs === "number" ? { audioMs } : {}) }];
}

function aboutReply(
  event: WireObject,
  type: "playback-started" | "playback-stopped" | "playback-cleared",
): readonly CallEvent[] {
  const replyId = readIdentifier(event, "response_id");
  return replyId === null ? [] : [{ type, replyId }];
}

/** An absent predecessor says nothing of the place; null says that the item is the first. */
function placeItem(
  event: WireObject,
  itemId: string | null,
  speaker: "learner" | "persona" | "note",
): readonly CallEvent[] {
  const previousItemId = readIdentifier(event, "previous_item_id");
  const isFirst = readField(event, "previous_item_id") === null;
  if (itemId === null || (previousItemId === null && !isFirst)) return [];
  return [{ type: "item-placed", itemId, previousItemId, speaker }];
}

/** An item that arrives with its words was typed, or seeded: it is whole at once. */
function translateAddedItem(event: WireObject): readonly CallEvent[] {
  const item = readObject(event, "item");
  const itemId = item === null ? null : readIdentifier(item, "id");
  if (item === null || itemId === null) return [];
  const speaker = toSpeaker(item);
  const placed = placeItem(event, itemId, speaker);
  const text = readItemText(item);
  if (speaker === "note" || text === "") return placed;
  return [...placed, { type: "words-settled", itemId, speaker, replyId: null, text }];
}

function nameReplyItem(event: WireObject): readonly CallEvent[] {
  const item = readObject(event, "item");
  const itemId = item === null ? null : readIdentifier(item, "id");
  const replyId = readIdentifier(event, "response_id");
  if (item === null || itemId === null || replyId === null) return [];
  const speaker = toSpeaker(item) === "persona" ? "persona" : "note";
  return [{ type: "reply-item-named", replyId, itemId, speaker }];
}

function settleReplyItem(event: WireObject): readonly CallEvent[] {
  const item = readObject(event, "item");
  const replyId = readIdentifier(event, "response_id");
  if (item === null || replyId === null) return [];
  const called = readText(item, "type") === "function_call" ? callTool(item, event) : [];
  return [...nameReplyItem(event), ...settleItem(item, replyId), ...called];
}

/** Both events that end a call say it whole; whoever hears them tells the second from the first by its id. */
function callTool(call: WireObject, event: WireObject): readonly CallEvent[] {
  const callId = readIdentifier(call, "call_id");
  const tool = readIdentifier(call, "name");
  if (callId === null || tool === null) return [];
  const input = readText(call, "arguments") ?? "";
  return [
    { type: "tool-called", callId, replyId: readIdentifier(event, "response_id"), tool, input },
  ];
}

function settleItem(item: WireObject, replyId: string): readonly CallEvent[] {
  const itemId = readIdentifier(item, "id");
  const text = readItemText(item);
  if (itemId === null || text === "" || toSpeaker(item) !== "persona") return [];
  return [{ type: "words-settled", itemId, speaker: "persona", replyId, text }];
}

function translateEndedReply(event: WireObject): readonly CallEvent[] {
  const response = readObject(event, "response");
  const replyId = readReplyId(event);
  if (response === null || replyId === null) return [];
  const status = readText(response, "status");
  const outcome = OUTCOMES.find((known) => known === status) ?? "failed";
  return [
    ...readObjects(response, "output").flatMap((item) => settleItem(item, replyId)),
    { type: "reply-ended", replyId, outcome },
  ];
}

function words(event: WireObject, speaker: "learner" | "persona"): readonly CallEvent[] {
  const itemId = readIdentifier(event, "item_id");
  const delta = readText(event, "delta");
  if (itemId === null || delta === null || delta === "") return [];
  const replyId = readIdentifier(event, "response_id");
  return [{ type: "words-arrived", itemId, speaker, replyId, words: delta }];
}

function settledWords(
  event: WireObject,
  speaker: "learner" | "persona",
  field: string,
): readonly CallEvent[] {
  const itemId = readIdentifier(event, "item_id");
  const text = readText(event, field);
  if (itemId === null || text === null) return [];
  const replyId = readIdentifier(event, "response_id");
  return [{ type: "words-settled", itemId, speaker, replyId, text }];
}

/** Later parts of one item only add to it; the whole comes with `response.output_item.done`. */
function isFirstPart(event: WireObject): boolean {
  return readCount(event, "content_index") === 0;
}

function toSpeaker(item: WireObject): "learner" | "persona" | "note" {
  if (readText(item, "type") !== "message") return "note";
  const role = readText(item, "role");
  if (role === "user") return "learner";
  return role === "assistant" ? "persona" : "note";
}

/** The words of an item, from whichever kind of part holds them. */
function readItemText(item: WireObject): string {
  return readObjects(item, "content")
    .map((part) => readText(part, "transcript") ?? readText(part, "text") ?? "")
    .join("");
}

function translateError(event: WireObject): readonly CallEvent[] {
  const error = readObject(event, "error");
  if (error === null) return [];
  const code = readText(error, "code") ?? readText(error, "type") ?? "unknown";
  return [{ type: "provider-complained", code, fatal: FATAL_CODES.includes(code) }];
}
