import { css, html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { Failure } from "../../domain/state/session-state.ts";
import type { CallTexts } from "../../locales/en/call.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { askPractice } from "../kit/practice-request.ts";
import type { PracticeHost } from "../kit/practice-setup.ts";
import { renderFigure } from "../kit/render-figure.ts";
import { formatMoment } from "./format-time.ts";
import { screenStyles } from "./screen-styles.ts";
import { writeInstead } from "./write-instead.ts";

/** Failures that the same page would only repeat. */
const FINAL: readonly CoachErrorCode[] = [
  "browser_unsupported",
  "configuration_invalid",
  "scenario_missing",
  "feature_disabled",
  "mic_blocked_by_page",
  "page_insecure",
];

/**
 * Why a practice cannot go on, and the way out.
 * @element maka-failure
 * @fires maka-practice-request - The learner tries again.
 * @slot - A better way out than another try, with its own advice.
 * @fires maka-leave-request - The learner goes back to the brief, or types where there is no microphone.
 * @csspart retry-button
 */
export class MakaFailure extends CoachElement {
  static override styles = [
    controls,
    callControls,
    screenStyles,
    css`
      .small .quiet {
        padding-inline: 4px;
      }
      .advice {
        padding: 20px 20px 0;
      }
      @container (min-width: 560px) {
        .advice {
          padding: 24px 24px 0;
        }
      }
      code {
        font-family: ui-monospace, monospace;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** The tag, for another beginning. */
  @property({ attribute: false }) host: PracticeHost | null = null;
  @property({ attribute: false }) failure: Failure | null = null;
  /** The persona's name. */
  @property() name = "";
  @property() locale = "en";
  /** The word for another attempt. */
  @property() retry = "";
  /** True where the practice is offered in a window of its own, which is the better way out. */
  @property({ type: Boolean }) windowed = false;
  @state() private copied = false;

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  override render(): TemplateResult {
    const { failure, texts } = this;
    const [happened, advice] = texts.failures[failure?.code ?? "internal"];
    return html`
      <div role="alert">
        <header>
          ${renderFigure(this.name, { state: "ended" })}
          <h2 tabindex="-1">${happened}</h2>
        </header>
        ${this.windowed ? nothing : html`<p class="advice">${this.#describeLimit(failure?.limit) ?? advice}</p>`}
      </div>
      <div class="main">
        ${failure?.code === "mic_blocked_by_page" && !this.windowed ? this.#renderTabLink() : nothing}
        <slot></slot>
        <div class="go">
          ${isFinal(failure) ? nothing : this.#renderRetry()} ${this.#renderWrite()}
          <button type="button" class="quiet" @click=${this.#leave}>${texts.back}</button>
        </div>
        ${failure?.requestId ? this.#renderReference(failure.requestId) : nothing}
      </div>
    `;
  }

  #renderRetry(): TemplateResult {
    return html`<button
      type="button"
      class=${this.windowed ? "" : "primary"}
      part="retry-button"
      @click=${this.#requestRetry}
    >
      ${this.retry}
    </button>`;
  }

  /** Without a microphone the practice can still be typed. */
  #renderWrite(): TemplateResult | typeof nothing {
    if (!this.failure?.code.startsWith("mic_")) return nothing;
    return html`<button type="button" class="quiet" @click=${this.#write}>
      ${this.texts.writeInstead}
    </button>`;
  }

  #renderTabLink(): TemplateResult {
    return html`<p>
      <a href=${this.ownerDocument.URL} target="_blank" rel="noopener">${this.texts.newTab}</a>
    </p>`;
  }

  #renderReference(requestId: string): TemplateResult {
    return html`<p class="small">
      ${`${this.texts.reference}:`} <code>${requestId}</code>
      <button type="button" class="quiet" translate="no" @click=${this.#copy}>
        ${this.copied ? this.texts.copied : this.texts.copy}
      </button>
    </p>`;
  }

  #describeLimit(limit: Failure["limit"] | undefined): string | null {
    if (!limit) return null;
    const { name, resetsAt } = limit;
    const sentence = this.texts.limits[name];
    const date = resetsAt === null ? null : new Date(resetsAt);
    if (!date || Number.isNaN(date.getTime())) return sentence;
    return `${sentence} ${this.texts.resets(formatMoment(date, this.locale))}`;
  }

  async #copy(): Promise<void> {
    try {
      const clipboard = this.ownerDocument.defaultView?.navigator.clipboard;
      await clipboard?.writeText(this.failure?.requestId ?? "");
      this.copied = true;
    } catch {
      // The page may not let us write to the clipboard; the reference can still be selected.
      this.copied = false;
    }
  }

  /** The same request would be refused again. */
  #requestRetry(): void {
    if (this.failure?.code === "session_rejected") this.#leave();
    else
      askPractice(this, (practice) => {
        practice.retry();
      });
  }

  #write(): void {
    if (this.host) void writeInstead(this, this.host);
  }

  #leave(): void {
    this.dispatchEvent(new Event("maka-leave-request"));
  }
}

/** An allowance that is used up comes back at its time; a busy line may be free at once. */
function isFinal(failure: Failure | null): boolean {
  if (failure === null) return false;
  return FINAL.includes(failure.code) || Boolean(failure.limit?.resetsAt);
}
