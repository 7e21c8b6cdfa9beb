import { withoutPrototype } from "../../domain/without-prototype.ts";

/**
 * The learner wants the brief again before another call, with a note of what to practise this time. The tag grants
 * it: it leaves the practice, and asks the server for the brief anew, since an attempt was made.
 */
export class BriefRequestEvent extends Event {
  /** What to practise, as "Answer the doubt before you explain"; empty for the whole call. */
  readonly focusNote: string;

  constructor(focusNote: string) {
    super("maka-brief-request", withoutPrototype({ bubbles: true, composed: true }));
    this.focusNote = focusNote;
  }
}

/** Asks the tag for its brief, from an element anywhere inside it. */
export function askBrief(element: EventTarget, focusNote = ""): void {
  element.dispatchEvent(new BriefRequestEvent(focusNote));
}

declare global {
  interface HTMLElementEventMap {
    "maka-brief-request": BriefRequestEvent;
  }
}
