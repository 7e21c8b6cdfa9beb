import type { OpusPacket } from "./rtc-peer.ts";

/** The next 20 ms of the stream in order: a packet, or a loss with the packet after it, which may carry its copy. */
export type StreamSlot =
  | { readonly type: "packet"; readonly payload: Uint8Array }
  | { readonly type: "lost"; readonly next: Uint8Array | null };

const SEQUENCE_RANGE = 0x1_0000;
const HALF_RANGE = SEQUENCE_RANGE / 2;
const LONGEST_GAP = 25;

/** Puts packets back in order. A missing packet is waited for while at most `depth` later ones are here. */
export class ReorderBuffer {
  readonly #depth: number;
  readonly #waiting = new Map<number, Uint8Array>();
  #next: number | null = null;
  #late = 0;

  constructor(depth = 3) {
    this.#depth = depth;
  }

  /** Packets that came too late to be heard, or twice. */
  get lateCount(): number {
    return this.#late;
  }

  push(packet: OpusPacket): StreamSlot[] {
    this.#next ??= packet.sequence;
    const ahead = distance(this.#next, packet.sequence);
    if (ahead < 0 || this.#waiting.has(packet.sequence)) {
      this.#late += 1;
      return [];
    }
    if (ahead > LONGEST_GAP) this.#restart(packet.sequence);
    this.#waiting.set(packet.sequence, packet.payload);
    return this.#takeReady();
  }

  /** A gap this long is a pause of the sender, not a loss to conceal. */
  #restart(sequence: number): void {
    this.#waiting.clear();
    this.#next = sequence;
  }

  #takeReady(): StreamSlot[] {
    const slots: StreamSlot[] = [];
    while (this.#next !== null && this.#waiting.size > 0) {
      const payload = this.#waiting.get(this.#next);
      if (payload) {
        slots.push({ type: "packet", payload });
        this.#waiting.delete(this.#next);
      } else if (this.#waiting.size >= this.#depth)
        slots.push({ type: "lost", next: this.#waiting.get(following(this.#next)) ?? null });
      else break;
      this.#next = following(this.#next);
    }
    return slots;
  }
}

function following(sequence: number): number {
  return (sequence + 1) % SEQUENCE_RANGE;
}

function distance(from: number, to: number): number {
  const forward = (to - from + SEQUENCE_RANGE) % SEQUENCE_RANGE;
  return forward < HALF_RANGE ? forward : forward - SEQUENCE_RANGE;
}
