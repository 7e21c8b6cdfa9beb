import type { Sideband } from "../providers/sideband.ts";

const MAX_TRIES = 3;
/** A segment asks for no more items than this, whatever a browser claims. */
const MAX_ITEMS = 200;
const RETRY_MS = 2_000;
const PREFIX = "maka_fetch_";
const UNKNOWN_CODES: readonly string[] = ["item_not_found", "invalid_value", "not_found"];

/** Asks the provider for items that were missed, a few times each. */
export class ItemFetcher {
  readonly #tries = new Map<string, { count: number; atMs: number }>();
  readonly #requests = new Map<string, string>();

  /** Asks for those that may be asked for now. */
  request(itemIds: readonly string[], sideband: Sideband | null, nowMs: number): void {
    if (sideband === null) return;
    for (const itemId of itemIds) {
      const tried = this.#tries.get(itemId) ?? { count: 0, atMs: -RETRY_MS };
      const isNew = tried.count === 0;
      if (tried.count >= MAX_TRIES || nowMs < tried.atMs + RETRY_MS) continue;
      if (isNew && this.#tries.size >= MAX_ITEMS) continue;
      this.#tries.set(itemId, { count: tried.count + 1, atMs: nowMs });
      const requestId = `${PREFIX}${this.#requests.size + 1}`;
      this.#requests.set(requestId, itemId);
      sideband.fetchItem(itemId, requestId);
    }
  }

  /** The item that a refusal of ours was about, where it says that there is none; else null. */
  findRefused(requestId: string | null, code: string): string | null {
    if (requestId === null || !UNKNOWN_CODES.includes(code)) return null;
    return this.#requests.get(requestId) ?? null;
  }
}
