import type { LitElement, ReactiveController } from "lit";

/**
 * Keeps the keyboard in its place when a control goes, or can no longer be used, while the learner is on it: its
 * element takes the focus, by its `focus()`, or else the nearest one around it that can.
 */
export class KeptFocusController implements ReactiveController {
  readonly #host: LitElement;
  #held: Element | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#held = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    if (!this.#held || (this.#held.isConnected && !this.#held.matches(":disabled"))) return;
    let place: Node = this.#host;
    while (place instanceof HTMLElement) {
      place.focus();
      const root: Node = place.getRootNode();
      if (!(root instanceof ShadowRoot) || place.shadowRoot?.activeElement) return;
      place = root.host;
    }
  }
}
