import type { Sound } from "#contract/sound-times.ts";
import type { CallEvent, ReplyOutcome } from "../state/call-event.ts";
import type { Speaker, Turn, TurnStatus } from "../state/turn.ts";

/** One place in the conversation: an utterance, or a `note` (a tool call, an instruction) that only links. */
export interface Item {
  readonly itemId: string;
  /** Null: the first of the conversation. Undefined: its place is not known yet. */
  readonly previousItemId: string | null | undefined;
  readonly speaker: Speaker | "note";
  readonly status: TurnStatus;
  readonly text: string;
  /** The text is whole: no fragment adds to it. */
  readonly settled: boolean;
  /** No words could be made of the speech. */
  readonly failed: boolean;
  readonly speech: "none" | "open" | "ended";
  /** The other side spoke over it, so its rest was never heard. */
  readonly cut: boolean;
  readonly replyId: string | null;
  /** When it was first noted; once it is closed, when it was heard. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Its number among the reported turns, once it is one. */
  readonly sequence: number | null;
}

/** How far one reply of the persona has come; it may have several items. */
export interface Reply {
  readonly started: boolean;
  readonly outcome: ReplyOutcome | null;
  readonly endedAtMs: number | null;
  readonly playback: "none" | "playing" | "stopped" | "cleared";
  /** Some of its items are in the history. */
  readonly past: boolean;
}

/**
 * What can change no more: the talk from its first turn on, as far as there is no gap. It keeps the work for each
 * word that arrives the same in the first minute and in the sixtieth.
 */
export interface History {
  readonly turns: readonly Turn[];
  /** Every item that is past, notes included, and its place among them. */
  readonly places: ReadonlyMap<string, number>;
  /** Replies that nothing is awaited of. */
  readonly replies: ReadonlySet<string>;
}

/** What is known of a conversation, item by item. Times are milliseconds since the session's first call was answered. */
export interface Transcript {
  readonly history: History;
  /** Those that are not past yet, in the order of arrival; `orderItems` gives that of the conversation. */
  readonly items: ReadonlyMap<string, Item>;
  readonly replies: ReadonlyMap<string, Reply>;
  readonly nextSequence: number;
  /** When items were heard, as far as somebody measures it. */
  readonly sounds: ReadonlyMap<string, Sound>;
}

export const EMPTY_TRANSCRIPT: Transcript = {
  history: { turns: [], places: new Map(), replies: new Set() },
  items: new Map(),
  replies: new Map(),
  nextSequence: 1,
  sounds: new Map(),
};

const NEW_REPLY: Reply = {
  started: false,
  outcome: null,
  endedAtMs: null,
  playback: "none",
  past: false,
};

/** An item that is an utterance. A reply that was cut before its first word is none. */
export function isTurn(item: Item): item is Item & { speaker: Speaker } {
  return item.speaker === "learner" || (item.speaker === "persona" && !isSilent(item));
}

/** True where no words have arrived. */
export function isSilent(item: Item): boolean {
  return item.text.trim() === "";
}

/** True once an item will not change any more, except that its place may become known. */
export function isClosed(item: Item): boolean {
  return item.speaker === "note" || !(item.status === "forming" || item.status === "awaiting");
}

/** Enters what one event of the call says. Which turns it finishes is decided by `settleTurns`. */
export function enterCallEvent(transcript: Transcript, event: CallEvent, atMs: number): Transcript {
  switch (event.type) {
    case "learner-speech-started":
      return changeItem(transcript, event.itemId, "learner", atMs, (item) =>
        item.speech === "none" ? { speech: "open" } : {},
      );
    case "learner-speech-stopped":
    case "learner-speech-committed":
      return changeItem(transcript, event.itemId, "learner", atMs, () => ({ speech: "ended" }));
    case "item-placed":
      return placeItem(transcript, event, atMs);
    case "words-arrived":
      return changeItem(transcript, event.itemId, event.speaker, atMs, (item) => ({
        replyId: event.replyId ?? item.replyId,
        text: item.settled ? item.text : item.text + event.words,
      }));
    case "words-settled":
      return changeItem(transcript, event.itemId, event.speaker, atMs, (item) => ({
        replyId: event.replyId ?? item.replyId,
        text: event.text,
        settled: true,
      }));
    case "words-failed":
      return changeItem(transcript, event.itemId, "learner", atMs, () => ({ failed: true }));
    case "item-truncated":
      return changeItem(transcript, event.itemId, "persona", atMs, () => ({ cut: true }));
    case "reply-item-named":
      return changeItem(transcript, event.itemId, event.speaker, atMs, () => ({
        replyId: event.replyId,
      }));
    default:
      return enterReplyEvent(transcript, event, atMs);
  }
}

function enterReplyEvent(transcript: Transcript, event: CallEvent, atMs: number): Transcript {
  switch (event.type) {
    case "reply-started":
      return changeReply(transcript, event.replyId, () => ({ started: true }));
    case "reply-ended":
      return changeReply(transcript, event.replyId, () => ({
        outcome: event.outcome,
        endedAtMs: atMs,
      }));
    case "playback-started":
      return changeReply(transcript, event.replyId, (reply) =>
        reply.playback === "none" ? { playback: "playing" } : {},
      );
    case "playback-stopped":
    case "playback-cleared":
      return changeReply(transcript, event.replyId, (reply) => ({
        playback:
          event.type === "playback-cleared" || reply.playback === "cleared" ? "cleared" : "stopped",
      }));
    default:
      return transcript;
  }
}

/** The place of an item is what first named it: later echoes of the provider may be wrong (null quirk). */
function placeItem(
  transcript: Transcript,
  event: CallEvent & { type: "item-placed" },
  atMs: number,
): Transcript {
  const known = transcript.items.get(event.itemId);
  const isPast = transcript.history.places.has(event.itemId);
  if (isPast || known?.previousItemId !== undefined) return transcript;
  const item = known ?? createItem(event.itemId, event.speaker, atMs);
  return putItem(transcript, { ...item, previousItemId: event.previousItemId });
}

function createItem(itemId: string, speaker: Speaker | "note", atMs: number): Item {
  return {
    itemId,
    previousItemId: undefined,
    speaker,
    status: "forming",
    text: "",
    settled: false,
    failed: false,
    speech: "none",
    cut: false,
    replyId: null,
    startedAtMs: atMs,
    endedAtMs: null,
    sequence: null,
  };
}

/** Changes an item, which comes into being where it is new and stays as it is where it is closed. */
function changeItem(
  transcript: Transcript,
  itemId: string,
  ...[speaker, atMs, change]: [Speaker | "note", number, (item: Item) => Partial<Item>]
): Transcript {
  if (transcript.history.places.has(itemId)) return transcript;
  const item = transcript.items.get(itemId) ?? createItem(itemId, speaker, atMs);
  if (isClosed(item) && transcript.items.has(itemId)) return transcript;
  return putItem(transcript, { ...item, ...change(item) });
}

function putItem(transcript: Transcript, item: Item): Transcript {
  return { ...transcript, items: new Map(transcript.items).set(item.itemId, item) };
}

function changeReply(
  transcript: Transcript,
  replyId: string,
  change: (reply: Reply) => Partial<Reply>,
): Transcript {
  if (transcript.history.replies.has(replyId)) return transcript;
  const reply = transcript.replies.get(replyId) ?? NEW_REPLY;
  const replies = new Map(transcript.replies).set(replyId, { ...reply, ...change(reply) });
  return { ...transcript, replies };
}
