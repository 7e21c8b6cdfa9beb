import type { LitElement, ReactiveController } from "lit";

/**
 * Keeps the keyboard where the learner is: when the view that holds the focus is replaced, its successor
 * takes the focus. A view is the host's one child of class `view`; it decides in `focus()` what that means.
 */
export class ViewFocusController implements ReactiveController {
  readonly #host: LitElement;
  #left: Element | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Focuses the view, or the next one where there is none yet. */
  focusView(): void {
    const view = this.#view();
    if (view) void focusWhenRendered(view);
    else this.#left = this.#host;
  }

  hostUpdate(): void {
    const { activeElement, body } = this.#host.ownerDocument;
    // Also a button that asks once more for a view which could not be fetched.
    if (this.#host.shadowRoot?.activeElement) this.#left = this.#view() ?? this.#host;
    // A control that vanished leaves the focus on the body: its place is still owed to the learner, until
    // the next view is there. Focus that is anywhere else was moved on purpose.
    else if (activeElement !== body) this.#left = null;
  }

  hostUpdated(): void {
    const view = this.#view();
    if (!this.#left || !view || view === this.#left) return;
    this.#left = null;
    void focusWhenRendered(view);
  }

  #view(): LitElement | null {
    return this.#host.shadowRoot?.querySelector<LitElement>(".view") ?? null;
  }
}

/** Focuses a view as soon as it has something to focus. */
export async function focusWhenRendered(view: LitElement): Promise<void> {
  await view.updateComplete;
  view.focus();
}
