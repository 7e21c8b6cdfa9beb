import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Practice } from "../../domain/state/practice.ts";

/**
 * What something on screen asks of the practice. It leaves shadow roots up to the element that owns the practice,
 * which grants it at once, so that a click is still a click, and lets it go no further.
 */
export class PracticeRequestEvent extends Event {
  readonly ask: (practice: Practice) => void;

  constructor(ask: PracticeRequestEvent["ask"]) {
    super("maka-practice-request", withoutPrototype({ bubbles: true, composed: true }));
    this.ask = ask;
  }
}

/** Asks the practice for something, from an element inside its view. */
export function askPractice(element: EventTarget, ask: PracticeRequestEvent["ask"]): void {
  element.dispatchEvent(new PracticeRequestEvent(ask));
}

declare global {
  interface HTMLElementEventMap {
    "maka-practice-request": PracticeRequestEvent;
  }
}
