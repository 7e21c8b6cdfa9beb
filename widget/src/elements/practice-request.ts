import type { Practice } from "../domain/practice.ts";

/**
 * What an aid on screen asks of the practice. It leaves shadow roots up to the element that owns the practice,
 * which grants it at once, so that a click is still a click, and lets it go no further.
 */
export class AidRequestEvent extends Event {
  readonly ask: (practice: Practice) => void;

  constructor(ask: AidRequestEvent["ask"]) {
    super("maka-aid-request", { bubbles: true, composed: true });
    this.ask = ask;
  }
}

declare global {
  interface HTMLElementEventMap {
    "maka-aid-request": AidRequestEvent;
  }
}
