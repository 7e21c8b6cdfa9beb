import type { SidebandEvent } from "../providers/sideband.ts";

/** A reply that the provider owed. `missing`: it was begun and nothing more came of it. */
export interface ReplyFault {
  readonly status: "failed" | "incomplete" | "missing" | "refused";
  /** The provider's code, or why there is none. */
  readonly code: string;
}

/** A reply of which nothing is heard for this long does not come; only its fragments are not heard here. */
const PATIENCE_MS = 15_000;
/** A provider that fails without end is noted this often in one segment. */
const MAX_FAULTS = 20;

/** Tells which replies of a call were owed: those that failed, broke off, were refused, or never went on. */
export class ReplyWatch {
  /** When each reply that has not ended was last heard of. */
  readonly #open = new Map<string, number>();
  #faults = 0;

  /** The fault that an event tells of; null where it is none. */
  note(event: SidebandEvent, nowMs: number): ReplyFault | null {
    switch (event.type) {
      case "reply-started":
        this.#open.set(event.replyId, nowMs);
        return null;
      case "item-named":
        if (event.replyId !== null && this.#open.has(event.replyId)) {
          this.#open.set(event.replyId, nowMs);
        }
        return null;
      case "playout-started":
        this.#open.delete(event.replyId);
        return null;
      case "reply-ended":
        this.#open.delete(event.replyId);
        return event.fault === undefined ? null : this.#count(event.fault);
      case "request-refused":
        return event.isProvidersFault === true
          ? this.#count({ status: "refused", code: event.code })
          : null;
      default:
        return null;
    }
  }

  /** The replies that were given up since this was last asked. */
  takeMissing(nowMs: number): readonly ReplyFault[] {
    const missing = [...this.#open].filter(([, atMs]) => nowMs - atMs >= PATIENCE_MS);
    for (const [replyId] of missing) this.#open.delete(replyId);
    return missing.flatMap(() => this.#count({ status: "missing", code: "silence" }) ?? []);
  }

  /** What was open may have ended unheard. */
  forget(): void {
    this.#open.clear();
  }

  #count(fault: ReplyFault): ReplyFault | null {
    this.#faults += 1;
    return this.#faults <= MAX_FAULTS ? fault : null;
  }
}
