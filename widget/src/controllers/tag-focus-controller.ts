import type { LitElement, ReactiveController } from "lit";

/**
 * Keeps the keyboard in the tag when a button goes together with the brief, the notice or the practice around it:
 * what the tag draws next takes the focus, unless the learner went elsewhere meanwhile.
 */
export class TagFocusController implements ReactiveController {
  readonly #host: LitElement;
  #left: Element | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const { activeElement, body } = this.#host.ownerDocument;
    const held = this.#host.shadowRoot?.activeElement;
    if (held) this.#left = held;
    else if (activeElement !== body) this.#left = null;
  }

  hostUpdated(): void {
    const next = this.#host.shadowRoot?.querySelector<HTMLElement>("h2, maka-brief, maka-practice");
    if (!next || !this.#left || this.#left.isConnected) return;
    this.#left = null;
    // Not within the update: the tag hears of a focus, and updates.
    void this.#host.updateComplete.then(() => {
      next.focus();
    });
  }
}
