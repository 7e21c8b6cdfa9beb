import type { SidebandEvent } from "../providers/sideband.ts";

/** Follows which replies a call is playing, so that it is known what nobody heard to its end. */
export class Playout {
  readonly #items = new Map<string, readonly string[]>();
  readonly #sounding = new Set<string>();

  /** Takes note of an event. */
  note(event: SidebandEvent): void {
    switch (event.type) {
      case "item-named":
        if (event.replyId === null) return;
        this.#items.set(event.replyId, [...(this.#items.get(event.replyId) ?? []), event.itemId]);
        return;
      case "playout-started":
        this.#sounding.add(event.replyId);
        return;
      case "playout-ended":
        this.#sounding.delete(event.replyId);
        this.#items.delete(event.replyId);
        return;
      default:
        return;
    }
  }

  /** The items of the replies that are being played. */
  get soundingItems(): readonly string[] {
    return [...this.#sounding].flatMap((replyId) => this.#items.get(replyId) ?? []);
  }
}
