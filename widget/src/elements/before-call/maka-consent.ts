import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Brief } from "#contract/brief.ts";
import { CoachElement } from "../kit/coach-element.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { askPractice } from "../kit/practice-request.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { screenStyles } from "./screen-styles.ts";

/**
 * What a learner agrees to before the first call. A change of meaning needs a new `CONSENT_VERSION`.
 * @element maka-consent
 * @fires maka-practice-request - The learner agrees, by way of the microphone check or without, or goes back; inside
 *   the click, which unlocks sound.
 * @csspart consent-button
 */
export class MakaConsent extends CoachElement {
  static override styles = [
    controls,
    callControls,
    screenStyles,
    css`
      ul {
        display: grid;
        gap: 8px;
      }
      li {
        padding-inline-start: 16px;
        border-inline-start: 2px solid var(--_hairline);
      }
      .other {
        color: var(--_warning);
        font-weight: 600;
      }
      .other:empty {
        display: none;
      }
      label {
        display: flex;
        gap: 12px;
        min-block-size: 44px;
        padding-block: 8px;
      }
      [type="checkbox"] {
        flex: none;
        inline-size: 24px;
        block-size: 24px;
        accent-color: var(--_accent);
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  @property({ attribute: false }) state: SessionState | null = null;
  /** The persona's name. */
  @property() name = "";
  /** What the learner is told and asked for here, as the brief says. */
  @property({ attribute: false }) asks!: Brief["consent"];

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  override render(): TemplateResult {
    const { texts, name, asks } = this;
    const isTyped = this.state?.input === "text";
    return html`
      <header>
        ${renderFigure(name)}
        <h2 tabindex="-1">${texts.consentTitle(name)}</h2>
      </header>
      <div class="main">
        <ul>
          <li>${texts.consentPersona(name)}</li>
          <li>${isTyped ? texts.consentTyping : texts.consentVoice}</li>
          <li>${texts.consentStored(asks.retentionDays)}</li>
          ${asks.notices.map((notice) => html`<li>${notice}</li>`)}
          <li>${texts.consentFree}</li>
        </ul>
        ${isTyped ? nothing : html`<p class="muted">${texts.headphones}</p>`}
        ${
          asks.facts
            ? html`<label><input type="checkbox" /> <span>${texts.consentFacts}</span></label>`
            : nothing
        }
        <p class="other" role="alert">${this.state?.otherCall ? texts.otherCall : nothing}</p>
        <div class="go">
          <button
            type="button"
            class="primary"
            part="consent-button"
            translate="no"
            @click=${this.#agree}
          >
            ${this.#describeAgreement(shortNameOf(name))}
          </button>
          ${
            isTyped || this.state?.checkDue
              ? nothing
              : html`<button type="button" class="quiet" @click=${this.#check}>
                  ${texts.checkMicrophone}
                </button>`
          }
          <button type="button" class="quiet" @click=${this.#leave}>${texts.back}</button>
        </div>
      </div>
    `;
  }

  #describeAgreement(name: string): string {
    const { texts, state } = this;
    if (state?.otherCall) return texts.takeOver(name);
    return state?.checkDue ? texts.agree : texts.consent(name);
  }

  #check(): void {
    this.#consent(true);
  }

  /** Whether the microphone is checked first is the practice's to say. */
  #agree(): void {
    this.#consent();
  }

  #consent(check?: boolean): void {
    const facts = this.renderRoot.querySelector("input")?.checked ?? false;
    const { told } = this.asks;
    askPractice(this, (practice) => {
      practice.consent(check, { facts, told });
    });
  }

  #leave(): void {
    askPractice(this, (practice) => {
      practice.stop();
    });
  }
}
