import { createId, createMediaEventId, createObfuscation } from "./ids.ts";
import type { SentServerEvent, ServerEvent } from "./wire.ts";

/** Receives the events of one session in order. */
export type EventListener = (event: SentServerEvent) => void;

/** Sends one session's server events to everyone who listens: the data channel and each sideband. */
export class EventStream {
  readonly #listeners = new Set<EventListener>();
  #isReordering = false;
  #held: SentServerEvent | null = null;

  /** Swaps each event with its successor from now on: a fault that no client deserves but one may survive. */
  set isReordering(isReordering: boolean) {
    this.#isReordering = isReordering;
    if (!isReordering) this.flush();
  }

  emit(event: ServerEvent): void {
    const sent = toSentEvent(event);
    if (!this.#isReordering) {
      this.#deliver(sent);
      return;
    }
    const earlier = this.#held;
    this.#held = earlier ? null : sent;
    if (!earlier) return;
    this.#deliver(sent);
    this.#deliver(earlier);
  }

  /** Adds a listener; `first` goes to it alone and before everything else. */
  subscribe(listener: EventListener, first?: ServerEvent): () => void {
    if (first) listener(toSentEvent(first));
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sends what the reorder fault still holds back. */
  flush(): void {
    const held = this.#held;
    this.#held = null;
    if (held) this.#deliver(held);
  }

  #deliver(event: SentServerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function toSentEvent(event: ServerEvent): SentServerEvent {
  const eventId = event.type.startsWith("output_audio_buffer.")
    ? createMediaEventId()
    : createId("event");
  const isTextDelta = event.type.endsWith(".delta") && event.type !== "response.output_audio.delta";
  return {
    ...event,
    event_id: eventId,
    ...(isTextDelta ? { obfuscation: createObfuscation() } : {}),
  };
}
