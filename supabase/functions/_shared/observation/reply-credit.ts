import type { SidebandEvent } from "../providers/sideband.ts";

/** What was said may be told after the reply to it, by so much. */
const SWAP_MS = 1_000;
/** A reply of which so long nothing is heard never comes, and our page asks for it again. */
const LOST_MS = 10_000;
/** Who goes on speaking before the first reply was begun may be given two. */
const MOST_DUE = 2;

/**
 * Tells replies that the provider makes, since somebody spoke or a tool was answered, from those that only a page can
 * have ordered, with instructions of its own, say: no event names who asked, or with which words.
 */
export class ReplyCredit {
  /** How many replies are due; at first the call's opening, or what was under way when we came. */
  #due = 1;
  #isOpening = true;
  /** When replies were begun that nothing asked for. */
  readonly #unaskedAtMs: number[] = [];
  /** Since when a reply is made whose end has not come. */
  #openSinceMs: number | null = null;
  /** Since when nothing was heard of it; null once it sounds. */
  #silentSinceMs: number | null = null;

  /** Somebody spoke, or a tool was answered: one reply is due, unless it was begun before. */
  ask(): void {
    if (this.#unaskedAtMs.shift() !== undefined) return;
    this.#due = this.#isOpening ? 1 : Math.min(this.#due + 1, MOST_DUE);
    this.#isOpening = false;
  }

  /** Takes note of a reply; what failed is asked for again. False where one begins that nothing has asked for yet. */
  note(event: SidebandEvent, nowMs: number): boolean {
    if (event.type === "reply-ended") {
      // Our page cancels what never came before it asks again.
      const isLost = isLongAgo(this.#silentSinceMs, nowMs);
      this.#openSinceMs = this.#silentSinceMs = null;
      if (event.fault !== undefined || isLost) this.#due = Math.max(this.#due, 1);
    }
    if (event.type === "playout-started") this.#silentSinceMs = null;
    if (event.type === "item-named" && this.#silentSinceMs !== null) this.#silentSinceMs = nowMs;
    if (event.type !== "reply-started") return true;
    const isAsked = this.#due > 0 || isLongAgo(this.#openSinceMs, nowMs);
    if (!isAsked) this.#unaskedAtMs.push(nowMs);
    this.#due = Math.max(this.#due - 1, 0);
    this.#isOpening = false;
    this.#openSinceMs = this.#silentSinceMs = nowMs;
    return isAsked;
  }

  /** True once a reply runs that nothing has asked for, not even a moment later. */
  isOverdrawn(nowMs: number): boolean {
    const [firstAtMs] = this.#unaskedAtMs;
    return firstAtMs !== undefined && nowMs - firstAtMs > SWAP_MS;
  }
}

function isLongAgo(sinceMs: number | null, nowMs: number): boolean {
  return sinceMs !== null && nowMs - sinceMs >= LOST_MS;
}
