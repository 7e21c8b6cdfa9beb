import { MAX_TURN_CHARACTERS } from "../contract/limits.ts";
import { LastMinute, sumOf } from "./last-minute.ts";

/** Nobody types that often. */
const MAX_ITEMS_A_MINUTE = 30;
/** Nor that much: our page takes 2,000 characters at a time. */
const MAX_CHARACTERS_A_MINUTE = 2 * MAX_TURN_CHARACTERS;

/** Counts what is written into a call instead of being said: each item is read again with every reply, and billed. */
export class WrittenWatch {
  /** Of each item how many characters. */
  readonly #written = new LastMinute<number>();

  /** Whether an item of this text, at this moment, is more than anybody types. */
  isFlood(text: string, nowMs: number): boolean {
    const written = this.#written.add(text.length, nowMs);
    return (
      text.length > MAX_TURN_CHARACTERS ||
      sumOf(written, (characters) => characters) > MAX_CHARACTERS_A_MINUTE ||
      written.length > MAX_ITEMS_A_MINUTE
    );
  }
}
