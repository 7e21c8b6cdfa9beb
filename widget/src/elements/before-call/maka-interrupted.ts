import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Failure, Interruption } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import { askPractice } from "../kit/practice-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { formatClock } from "../kit/format-clock.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { screenStyles } from "./screen-styles.ts";

/**
 * A practice that was left running: go on, finish, or bring it here from another tab.
 * @element maka-interrupted
 * @fires maka-practice-request - The learner goes on, finishes, or takes the call over; inside the click.
 * @csspart resume-button
 */
export class MakaInterrupted extends CoachElement {
  static override styles = [
    controls,
    callControls,
    screenStyles,
    css`
      .trouble {
        color: var(--_warning);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) texts!: DuringCallWords;
  @property({ attribute: false }) interruption: Interruption | null = null;
  /** Why the last try to go on did not succeed; null where there was none. */
  @property({ attribute: false }) failure: Failure | null = null;
  /** The persona's name. */
  @property() name = "";
  @property() locale = "en";

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  override render(): TemplateResult {
    const { texts, interruption, name, failure } = this;
    if (!interruption) return html``;
    if (interruption.elsewhere) return this.#renderElsewhere();
    const seconds = interruption.remainingSeconds;
    return html`
      ${this.#renderHead(texts.wasInterrupted(name))}
      <div class="main">
        ${
          failure && seconds !== 0
            ? html`<p class="trouble" role="alert">${texts.failures[failure.code].join(". ")}</p>`
            : nothing
        }
        <p role="status" translate="no">
          ${texts.kept} ${seconds ? texts.goOnHelp(formatClock(seconds, this.locale)) : nothing}
          ${seconds === 0 ? texts.timeOver : nothing}
        </p>
        <div class="go">
          ${seconds === 0 ? nothing : this.#renderGoOn()}
          <button type="button" class=${seconds === 0 ? "primary" : ""} @click=${this.#finish}>
            ${texts.finish}
          </button>
        </div>
      </div>
    `;
  }

  #renderHead(words: string): TemplateResult {
    return html`<header>
      ${renderFigure(this.name, { state: "ended" })}
      <h2 tabindex="-1">${words}</h2>
    </header>`;
  }

  #renderGoOn(): TemplateResult {
    return html`<button type="button" class="primary" part="resume-button" @click=${this.#resume}>
      ${this.texts.goOn}
    </button>`;
  }

  #renderElsewhere(): TemplateResult {
    const { texts } = this;
    return html`
      ${this.#renderHead(texts.elsewhere(shortNameOf(this.name)))}
      <div class="main">
        <p>${texts.elsewhereHelp}</p>
        <div class="go">
          <button type="button" class="primary" part="resume-button" @click=${this.#takeOver}>
            ${texts.bringHere}
          </button>
        </div>
      </div>
    `;
  }

  #resume(): void {
    askPractice(this, (practice) => {
      practice.resume();
    });
  }

  #finish(): void {
    askPractice(this, (practice) => {
      practice.finish();
    });
  }

  #takeOver(): void {
    askPractice(this, (practice) => {
      practice.takeOver();
    });
  }
}
