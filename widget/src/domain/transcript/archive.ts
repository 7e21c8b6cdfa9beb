import { orderItems } from "./order-items.ts";
import { isClosed, isTurn, type Item, type Reply, type Transcript } from "./transcript.ts";
import type { Turn } from "../state/turn.ts";

/** A sound that follows a reply's end later than this belongs to nothing. */
const SILENCE_MS = 10_000;

/**
 * Moves into the history what has come to its end, and forgets the replies that belonged to it. `turns` are all
 * turns as they are shown.
 */
export function archive(transcript: Transcript, turns: readonly Turn[], atMs: number): Transcript {
  const { history } = transcript;
  const ordered = orderItems(transcript.items, history.places);
  const [first] = ordered;
  if (first === undefined || !isPast(first, history.places)) return transcript;
  const places = new Map(history.places);
  const items = new Map(transcript.items);
  for (const item of ordered) {
    if (!isPast(item, places)) break;
    places.set(item.itemId, places.size);
    items.delete(item.itemId);
  }
  const added = turns.slice(history.turns.length).filter((turn) => places.has(turn.itemId));
  const replies = markPast(transcript.replies, ordered.slice(0, places.size - history.places.size));
  const named = new Set([...items.values()].map(({ replyId }) => replyId));
  const over = [...replies].filter(([id, reply]) => !named.has(id) && isOver(reply, atMs));
  for (const [id] of over) replies.delete(id);
  return {
    ...transcript,
    items,
    replies,
    history: {
      turns: [...history.turns, ...added],
      places,
      replies: new Set([...history.replies, ...over.map(([id]) => id)]),
    },
  };
}

/** Notes at each reply that something of it is past: before that, its items may still be to come. */
function markPast(replies: ReadonlyMap<string, Reply>, past: readonly Item[]): Map<string, Reply> {
  const marked = new Map(replies);
  for (const { replyId } of past) {
    const reply = replyId === null ? undefined : marked.get(replyId);
    if (replyId !== null && reply !== undefined) marked.set(replyId, { ...reply, past: true });
  }
  return marked;
}

/** It is closed, reported where it is a turn, and what comes before it is past. */
function isPast(item: Item, places: ReadonlyMap<string, number>): boolean {
  const { previousItemId } = item;
  if (!isClosed(item) || (isTurn(item) && item.sequence === null)) return false;
  return previousItemId === null || (previousItemId !== undefined && places.has(previousItemId));
}

/** A reply of which nothing is awaited: it was heard, or it ended long ago without a sound. */
function isOver({ past, outcome, endedAtMs, playback }: Reply, atMs: number): boolean {
  if (!past || outcome === null || playback === "playing") return false;
  return playback !== "none" || atMs - (endedAtMs ?? atMs) > SILENCE_MS;
}
