/**
 * Which items of a call come after which, as far as one segment has seen it. A page that seeds a talk puts its items
 * where they will be read and not be cut: before what was said.
 */
export class ItemOrder {
  /** The predecessor of each item; null for the first. */
  readonly #previous = new Map<string, string | null>();
  /** Of each item the one that came right after it. */
  readonly #next = new Map<string | null, string>();

  /**
   * Notes that an item arrived behind another; null: at the front, undefined: nobody says where. False where
   * something was there already, so that it was put between or before.
   */
  add(itemId: string, previousItemId: string | null | undefined): boolean {
    if (previousItemId === undefined) return true;
    const isAtFront = previousItemId === null && this.#previous.size > 0;
    const isLast = !this.#next.has(previousItemId) && !isAtFront;
    if (previousItemId !== null && !this.#previous.has(previousItemId)) {
      // An item from before this segment: it exists, whatever comes before it.
      this.#previous.set(previousItemId, null);
    }
    this.#previous.set(itemId, previousItemId);
    if (isLast) this.#next.set(previousItemId, itemId);
    return isLast;
  }

  /** Closes the gap that an item leaves. */
  remove(itemId: string): void {
    const previous = this.#previous.get(itemId);
    if (previous === undefined) return;
    const next = this.#next.get(itemId);
    this.#previous.delete(itemId);
    this.#next.delete(itemId);
    if (this.#next.get(previous) !== itemId) return;
    if (next === undefined) this.#next.delete(previous);
    else this.#next.set(previous, next);
    if (next !== undefined) this.#previous.set(next, previous);
  }
}
