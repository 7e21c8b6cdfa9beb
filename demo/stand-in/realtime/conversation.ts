import type { SceneTurn } from "../scene/scene.ts";
import { RequestError } from "./errors.ts";
import type { Item } from "./wire.ts";

/** An item with what only the service knows about it. */
export interface StoredItem {
  readonly item: Item;
  /** Length of its audio, spoken by the learner or made for the persona; 0 for text. */
  readonly audioMs: number;
  /** Where playing stopped early; null where all of it was or will be heard. */
  readonly heardMs: number | null;
  /** What a learner's audio was recognised as; null while unknown, and where it never was. */
  readonly recognisedText: string | null;
  /** An empty stretch that an idle timeout committed: part of the talk, but nobody spoke. */
  readonly isSilence: boolean;
}

/** The items of one call in their order. */
export class Conversation {
  #stored: StoredItem[] = [];

  get items(): readonly StoredItem[] {
    return this.#stored;
  }

  get lastId(): string | null {
    return this.#stored.at(-1)?.item.id ?? null;
  }

  /**
   * Puts an item after `previousItemId` (`"root"` is the front, undefined the end) and returns the id it follows.
   * @throws {RequestError} item_not_found, or invalid_value for an id in use
   */
  insert(item: Item, previousItemId?: string | null): string | null {
    if (this.#stored.some((stored) => stored.item.id === item.id)) {
      const message = `Item with id '${item.id}' already exists.`;
      throw new RequestError("invalid_value", message, "item.id");
    }
    const index = this.#insertionIndex(previousItemId ?? undefined);
    const stored = { item, audioMs: 0, heardMs: null, recognisedText: null, isSilence: false };
    this.#stored.splice(index, 0, stored);
    return this.#stored[index - 1]?.item.id ?? null;
  }

  /** @throws {RequestError} item_not_found */
  get(itemId: string): StoredItem {
    const stored = this.#stored.find(({ item }) => item.id === itemId);
    if (!stored) throw itemNotFound(itemId, "item_id");
    return stored;
  }

  has(itemId: string): boolean {
    return this.#stored.some(({ item }) => item.id === itemId);
  }

  /** Position of an item, and the item before it. */
  place(itemId: string): { index: number; previousId: string | null } {
    const index = this.#stored.findIndex(({ item }) => item.id === itemId);
    return { index, previousId: this.#stored[index - 1]?.item.id ?? null };
  }

  /** Changes what is known of an item; one that has been deleted meanwhile stays deleted. */
  change(itemId: string, change: Partial<StoredItem>): void {
    this.#stored = this.#stored.map((stored) =>
      stored.item.id === itemId ? { ...stored, ...change } : stored,
    );
  }

  /** @throws {RequestError} item_not_found */
  remove(itemId: string): void {
    this.get(itemId);
    this.#stored = this.#stored.filter(({ item }) => item.id !== itemId);
  }

  /** The talk as the scene sees it: what was said, heard and answered by tools, without stage directions. */
  toTurns(): SceneTurn[] {
    return this.#stored.flatMap((stored) => toTurn(stored) ?? []);
  }

  #insertionIndex(previousItemId: string | undefined): number {
    if (previousItemId === undefined) return this.#stored.length;
    if (previousItemId === "root") return 0;
    const index = this.#stored.findIndex(({ item }) => item.id === previousItemId);
    if (index < 0) throw itemNotFound(previousItemId, "previous_item_id");
    return index + 1;
  }
}

/** The words of a persona's item that were heard, by the share of its audio that was played. */
export function toHeardText(text: string, stored: StoredItem): string {
  if (stored.heardMs === null || stored.audioMs === 0) return text;
  const words = text.match(/\s*\S+/g) ?? [];
  const share = Math.min(1, stored.heardMs / stored.audioMs);
  return words.slice(0, Math.floor(words.length * share)).join("");
}

function toTurn(stored: StoredItem): SceneTurn | null {
  const { item } = stored;
  if (item.type === "function_call_output") return { speaker: "tool", text: item.output };
  if (item.type === "function_call")
    return { speaker: "call", name: item.name, text: item.arguments };
  if (item.role === "system") return null;
  if (stored.isSilence) return { speaker: "silence", text: null };
  const text = item.content
    .map((part) => part.text ?? ("transcript" in part ? part.transcript : null) ?? "")
    .join(" ")
    .trim();
  if (item.role === "user")
    return { speaker: "learner", text: stored.recognisedText ?? (text === "" ? null : text) };
  const heard = toHeardText(text, stored);
  return heard === "" ? null : { speaker: "persona", text: heard };
}

function itemNotFound(itemId: string, param: string): RequestError {
  return new RequestError("item_not_found", `Item with id '${itemId}' was not found.`, param);
}
