import { MAX_TURN_CHARACTERS } from "../contract/limits.ts";

/** Nobody types that often. */
const MAX_ITEMS_A_MINUTE = 30;
/** Nor that much: our page takes 2,000 characters at a time. */
const MAX_CHARACTERS_A_MINUTE = 2 * MAX_TURN_CHARACTERS;
const MINUTE_MS = 60_000;

/** Counts what is written into a call instead of being said: each item is read again with every reply, and billed. */
export class WrittenWatch {
  #written: { readonly atMs: number; readonly characters: number }[] = [];

  /** Whether an item of this text, at this moment, is more than anybody types. */
  isFlood(text: string, nowMs: number): boolean {
    this.#written = [...this.#written, { atMs: nowMs, characters: text.length }].filter(
      ({ atMs }) => atMs > nowMs - MINUTE_MS,
    );
    const characters = this.#written.reduce((sum, item) => sum + item.characters, 0);
    return (
      text.length > MAX_TURN_CHARACTERS ||
      characters > MAX_CHARACTERS_A_MINUTE ||
      this.#written.length > MAX_ITEMS_A_MINUTE
    );
  }
}
