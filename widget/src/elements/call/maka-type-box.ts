import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { askPractice } from "../kit/practice-request.ts";

/**
 * Where the learner says something in writing, beside the voice or in its place.
 * @element maka-type-box
 * @fires maka-practice-request - The learner says something.
 * @csspart text-input
 */
export class MakaTypeBox extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      form {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 44px;
        padding: 8px 12px;
        border: 1px solid var(--_line);
        border-radius: 10px;
        background: var(--_surface);
        color: inherit;
        font: inherit;
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** The language that is spoken. */
  @property() language = "";
  /** Nothing can be sent right now; what was typed stays. */
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  override render(): TemplateResult {
    const { texts } = this;
    return html`<form @submit=${this.#say}>
      <input
        part="text-input"
        aria-label=${texts.typeLabel}
        placeholder=${texts.typeLabel}
        lang=${this.language}
        dir="auto"
        autocomplete="off"
        maxlength="2000"
        enterkeyhint="send"
        @keydown=${this.#onKeydown}
      />
      <button type="submit" ?disabled=${this.disabled}>${texts.send}</button>
    </form>`;
  }

  /** Enter that only confirms a composed word, as in Japanese, must not send. */
  #onKeydown(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.isComposing) event.preventDefault();
  }

  #say(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("input");
    const words = input?.value.trim();
    if (!input || !words || this.disabled) return;
    askPractice(this, (practice) => {
      practice.sendText(words);
    });
    input.value = "";
  }
}
