import type { StoredItem } from "./conversation.ts";
import type { SessionSettings } from "./session-settings.ts";
import { add, countItem, countPrefix, type Reading, type TokenCount } from "./usage.ts";

type ReadSettings = Pick<SessionSettings, "instructions" | "tools" | "truncation">;

/** A stretch of what is read; an equal one at the same place is the same text and sound. */
interface Piece {
  readonly key: string;
  readonly tokens: TokenCount;
}

const CACHE_BLOCK_TOKENS = 64;
const NOTHING: TokenCount = { text: 0, audio: 0 };

/**
 * What the model reads of one call, response by response. Once the talk exceeds the limit of its settings, its oldest
 * items are left out down to the share that is to stay, and never read again; what follows is not cached then.
 */
export class ContextWindow {
  readonly #leftOut = new Set<string>();
  #previous: readonly Piece[] = [];

  /** Reads everything that a response is told. */
  read(settings: ReadSettings, items: readonly StoredItem[]): Reading {
    this.#truncate(settings, items);
    const prefix = { key: settings.instructions, tokens: countPrefix(settings) };
    const pieces = [prefix, ...this.#keep(items).map(toPiece)];
    const changedAt = pieces.findIndex(({ key }, index) => this.#previous[index]?.key !== key);
    const known = changedAt < 0 ? pieces : pieces.slice(0, changedAt);
    this.#previous = pieces;
    return { input: sum(pieces), cached: toBlocks(sum(known)) };
  }

  #keep(items: readonly StoredItem[]): readonly StoredItem[] {
    return items.filter(({ item }) => !this.#leftOut.has(item.id));
  }

  #truncate({ truncation }: ReadSettings, items: readonly StoredItem[]): void {
    if (typeof truncation !== "object" || truncation === null) return;
    const limit = truncation.token_limits?.post_instructions ?? Infinity;
    const kept = this.#keep(items);
    let tokens = toTotal(sum(kept.map(toPiece)));
    if (tokens <= limit) return;
    for (const stored of kept) {
      if (tokens <= limit * truncation.retention_ratio) return;
      tokens -= toTotal(countItem(stored));
      this.#leftOut.add(stored.item.id);
    }
  }
}

/** A turn of which less was heard than before is another one. */
function toPiece(stored: StoredItem): Piece {
  const tokens = countItem(stored);
  return { key: `${stored.item.id}:${tokens.text}:${tokens.audio}`, tokens };
}

function sum(pieces: readonly Piece[]): TokenCount {
  return pieces.reduce((total, { tokens }) => add(total, tokens), NOTHING);
}

function toTotal({ text, audio }: TokenCount): number {
  return text + audio;
}

/** The provider keeps whole blocks. */
function toBlocks(tokens: TokenCount): TokenCount {
  const rest = toTotal(tokens) % CACHE_BLOCK_TOKENS;
  const audio = Math.max(0, tokens.audio - rest);
  return { text: tokens.text - (rest - (tokens.audio - audio)), audio };
}
