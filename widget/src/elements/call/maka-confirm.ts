import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { askPractice } from "../kit/practice-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";

/** Ending a call this early is asked about. */
const EARLY_SECONDS = 10;

/** It closes this question alone, and no dialog of the page around it. */
function keepEscape(event: KeyboardEvent): void {
  if (event.key === "Escape") event.stopPropagation();
}

/**
 * Asks once more before a call ends that has only just begun.
 * @element maka-confirm
 * @fires maka-practice-request - The learner ends the call all the same.
 */
export class MakaConfirm extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      :host {
        display: contents;
      }
      dialog {
        position: fixed;
        inset: 0;
        margin: auto;
        max-inline-size: min(360px, calc(100vw - 32px));
        padding: 24px;
        border: 1px solid var(--_hairline);
        border-radius: 12px;
        background: var(--_surface);
        color: var(--_ink);
        box-shadow: 0 8px 32px rgb(0 0 0 / 0.18);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.4);
      }
      dialog p {
        margin-block: 8px 16px;
      }
      .end {
        border-color: var(--_danger);
        color: var(--_danger);
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;

  @property({ attribute: false }) remainingSeconds: number | null = null;
  #firstSeconds: number | null = null;

  /** Opens the question where it is early, and says whether it did; it closes with the answer or the call. */
  ask(): boolean {
    const left = this.remainingSeconds;
    const isEarly =
      this.#firstSeconds !== null && left !== null && this.#firstSeconds - left < EARLY_SECONDS;
    if (isEarly) this.renderRoot.querySelector("dialog")?.showModal();
    return isEarly;
  }

  protected override willUpdate(): void {
    this.#firstSeconds ??= this.remainingSeconds;
  }

  override render(): TemplateResult {
    const { texts } = this;
    return html`<dialog aria-labelledby="confirm-title" @keydown=${keepEscape}>
      <h2 id="confirm-title">${texts.confirmTitle}</h2>
      <p>${texts.confirmHelp}</p>
      <form method="dialog" class="row">
        <button class="primary">${texts.keepTalking}</button>
        <button type="button" class="end" @click=${this.#end}>${texts.endCall}</button>
      </form>
    </dialog>`;
  }

  /** Closes the question itself: the end takes its form away before a browser would have sent it. */
  #end(): void {
    this.renderRoot.querySelector("dialog")?.close();
    askPractice(this, (practice) => {
      practice.stop();
    });
  }
}
