import { css, html, svg } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { icon } from "../kit/icons.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { askPractice } from "../kit/practice-request.ts";

/** An arrow to the top. */
const sendIcon = icon(svg`<path d="M10 16.5v-13M4.5 9L10 3.5 15.5 9"/>`);

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
        align-items: end;
        gap: 8px;
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        min-block-size: var(--_field, 84px);
        max-block-size: 130px;
        padding: 10px 14px;
        border: 1px solid var(--_line);
        border-radius: 14px;
        background: var(--_surface);
        color: inherit;
        font: inherit;
        line-height: 1.4;
        resize: none;
        field-sizing: content;
      }
      button {
        inline-size: 48px;
        block-size: 48px;
        padding: 0;
        border-radius: 50%;
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** What the persona is called. */
  @property() name = "";
  /** The language that is spoken. */
  @property() language = "";
  /** Nothing can be sent right now; what was typed stays. */
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector("textarea")?.focus();
  }

  override render(): TemplateResult {
    const { texts } = this;
    return html`<form @submit=${this.#say}>
      <textarea
        part="text-input"
        aria-label=${texts.typeLabel(this.name)}
        placeholder=${texts.typeLabel(this.name)}
        lang=${this.language}
        dir="auto"
        autocomplete="off"
        maxlength="2000"
        enterkeyhint="send"
        @keydown=${this.#onKeydown}
      ></textarea>
      <button type="submit" class="primary" aria-label=${texts.send} ?disabled=${this.disabled}>
        ${sendIcon}
      </button>
    </form>`;
  }

  /** Enter sends, with Shift it begins a line; one that only confirms a composed word, as in Japanese, does neither. */
  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (!event.isComposing) this.renderRoot.querySelector("form")?.requestSubmit();
  }

  #say(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("textarea");
    const words = input?.value.trim();
    if (!input || !words || this.disabled) return;
    askPractice(this, (practice) => {
      practice.sendText(words);
    });
    input.value = "";
  }
}
