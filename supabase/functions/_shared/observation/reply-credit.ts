import type { SidebandEvent } from "../providers/sideband.ts";

/** What was said may be told after the reply to it, by so much. */
const SWAP_MS = 1_000;
/** A reply of which so long nothing is heard never comes, and our page asks for it again. */
const LOST_MS = 10_000;

/**
 * Tells replies that the provider makes, since somebody spoke or a tool was answered, from those that only a page can
 * have ordered, with instructions of its own, say: no event names who asked, or with which words.
 */
export class ReplyCredit {
  /** Whether something waits for a reply; at first the call's opening, or what was under way when we came. */
  #isDue = true;
  /** Since when a reply runs that nothing asked for. */
  #unaskedSinceMs: number | null = null;
  /** Since when a reply is made whose end has not come. */
  #openSinceMs: number | null = null;
  /** Since when nothing was heard of it; null once it sounds. */
  #silentSinceMs: number | null = null;

  /** Somebody spoke, or a tool was answered: one reply is due. */
  ask(): void {
    if (this.#unaskedSinceMs === null) this.#isDue = true;
    else this.#unaskedSinceMs = null;
  }

  /** Takes note of a reply; what failed is asked for again. */
  note(event: SidebandEvent, nowMs: number): void {
    if (event.type === "reply-ended") {
      // Our page cancels what never came before it asks again.
      const isLost = isLongAgo(this.#silentSinceMs, nowMs);
      this.#openSinceMs = this.#silentSinceMs = null;
      if (event.fault !== undefined || isLost) this.#isDue = true;
    }
    if (event.type === "playout-started") this.#silentSinceMs = null;
    if (event.type === "item-named" && this.#silentSinceMs !== null) this.#silentSinceMs = nowMs;
    if (event.type !== "reply-started") return;
    const isLost = isLongAgo(this.#openSinceMs, nowMs);
    if (!this.#isDue && !isLost) this.#unaskedSinceMs ??= nowMs;
    this.#isDue = false;
    this.#openSinceMs = this.#silentSinceMs = nowMs;
  }

  /** True once a reply runs that nothing has asked for, not even a moment later. */
  isOverdrawn(nowMs: number): boolean {
    return this.#unaskedSinceMs !== null && nowMs - this.#unaskedSinceMs > SWAP_MS;
  }
}

function isLongAgo(sinceMs: number | null, nowMs: number): boolean {
  return sinceMs !== null && nowMs - sinceMs >= LOST_MS;
}
