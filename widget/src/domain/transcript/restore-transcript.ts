import type { TranscriptTurn } from "#contract/turn.ts";
import { EMPTY_TRANSCRIPT, type Transcript } from "./transcript.ts";
import type { Turn } from "../state/turn.ts";

/**
 * Ends one call's part of a talk: all of it is past, in the order in which it is shown, so that the next call's
 * items come after it. To be used once everything is closed.
 */
export function sealTranscript(transcript: Transcript, turns: readonly Turn[]): Transcript {
  const { history, items, replies } = transcript;
  const places = new Map(history.places);
  for (const { itemId } of turns) if (!places.has(itemId)) places.set(itemId, places.size);
  for (const itemId of items.keys()) if (!places.has(itemId)) places.set(itemId, places.size);
  return {
    ...transcript,
    history: { turns, places, replies: new Set([...history.replies, ...replies.keys()]) },
    items: new Map(),
    replies: new Map(),
  };
}

/** A talk as the server holds it, for a page that was loaded again; nothing of it is reported anew. */
export function restoreTranscript(
  stored: readonly TranscriptTurn[],
  lastSequence: number,
): Transcript {
  const turns = stored.map((turn, index): Turn => {
    const { itemId, speaker, state, text, startedAtMs, endedAtMs } = turn;
    const previousItemId = stored[index - 1]?.itemId ?? null;
    return { itemId, previousItemId, speaker, status: state, text, startedAtMs, endedAtMs };
  });
  return {
    ...EMPTY_TRANSCRIPT,
    history: {
      turns,
      places: new Map(turns.map(({ itemId }, index) => [itemId, index])),
      replies: new Set(),
    },
    nextSequence: lastSequence + 1,
  };
}
