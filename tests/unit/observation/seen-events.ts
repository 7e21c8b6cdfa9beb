import type {
  SeenItem,
  SidebandEvent,
} from "../../../supabase/functions/_shared/providers/sideband.ts";

/** An item as the provider shows it: a finished note without words, but for `changes`. */
export function toItem(changes: Partial<SeenItem> & { readonly itemId: string }): SeenItem {
  return {
    ...{ author: "note", text: null, isWritten: false, isFinished: true, isCut: false },
    ...{ isForeign: false, tool: null },
    ...changes,
  };
}

/** The arrival of such an item; undefined: nobody says behind which. */
export function added(
  changes: Partial<SeenItem> & { readonly itemId: string },
  previousItemId?: string | null,
): SidebandEvent {
  return { type: "item-added", item: toItem(changes), previousItemId };
}

/** What the page, or the provider, makes a turn of. */
export function committed(itemId: string): SidebandEvent {
  return { type: "speech-committed", itemId, previousItemId: null };
}

/** The provider has heard somebody stop. */
export function stopped(itemId: string): SidebandEvent {
  return { type: "speech-stopped", itemId, audioMs: null };
}

/** The item of a reply, named before it arrives. */
export function named(itemId: string, replyId = "resp_1"): SidebandEvent {
  return { type: "item-named", itemId, author: "persona", replyId };
}

export function replyStarted(replyId = "resp_1"): SidebandEvent {
  return { type: "reply-started", replyId, isForeign: false };
}

export function replyEnded(replyId = "resp_1"): SidebandEvent {
  return { type: "reply-ended", replyId, usage: null };
}
