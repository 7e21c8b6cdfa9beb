import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";
import { detailStyles } from "./detail-styles.ts";
import { formatDay } from "./format-day.ts";

/**
 * The learner's attempts at a scenario, the latest first; one that was scored opens its report. Nothing is shown to
 * whom the server knows no other attempt of.
 * @element maka-attempts
 * @fires maka-attempts-request - The list could not be loaded and is wanted again.
 * @fires maka-attempt-request - The report of the attempt in `detail`, by its session's id, is wanted.
 */
export class MakaAttempts extends CoachElement {
  static override styles = [controls, callControls, detailStyles];

  /** The oldest first; null until they are there. */
  @property({ attribute: false }) attempts: readonly AttemptSummary[] | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for numbers and dates. */
  @property() locale = "en";
  /** The session that has just ended. */
  @property({ attribute: false }) sessionId = "";
  /** The session whose report is on screen. */
  @property({ attribute: false }) openId = "";
  /** The list could not be loaded. */
  @property({ type: Boolean }) failed = false;
  /** The list is on its way. */
  @property({ type: Boolean }) asking = false;
  /** A report of the list could not be opened. */
  @property({ type: Boolean }) refused = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  protected override updated(): void {
    // An element that shows nothing takes no room either.
    this.toggleAttribute("hidden", this.attempts !== null && this.attempts.length < 2);
  }

  override render(): TemplateResult | typeof nothing {
    const { attempts, texts } = this;
    if (this.failed)
      return html`<section>
        <h3>${texts.attempts}</h3>
        <p role="status">${this.asking ? texts.attemptsLoading : texts.attemptsFailed}</p>
        <div class="row">
          <button type="button" @click=${this.#load}>${texts.loadAgain}</button>
        </div>
      </section>`;
    if (!attempts) return html`<p class="small late" role="status">${texts.attemptsLoading}</p>`;
    if (attempts.length < 2) return nothing;
    return html`<section>
      <h3 tabindex="-1">${texts.attempts}</h3>
      <ol class="attempts">
        ${attempts.toReversed().map((attempt) => html`<li>${this.#renderAttempt(attempt)}</li>`)}
      </ol>
      <p role="status">${this.refused ? texts.openFailed : nothing}</p>
    </section>`;
  }

  #renderAttempt(attempt: AttemptSummary): TemplateResult {
    const { texts, locale, openId } = this;
    const { sessionId, startedAt, usedSeconds, status } = attempt;
    const isOpen = sessionId === openId;
    const when = [formatDay(startedAt, locale), formatClock(usedSeconds, locale)];
    const words = html`${this.#renderRing(attempt)}
      <span>
        ${sessionId === this.sessionId ? html`<b>${texts.thisCall}</b><br />` : nothing}
        <span class="small">${when.filter(Boolean).join(" · ")}</span>
      </span>`;
    // Only what was scored has a report to open.
    if (status !== "scored")
      return html`<div class="attempt">
        ${words}<span class="small">${texts.statuses[status]}</span>
      </div>`;
    return html`<button
      type="button"
      class="attempt"
      aria-current=${isOpen ? "true" : nothing}
      data-session=${sessionId}
      @click=${this.#open}
    >
      ${words}<span class="small">${isOpen ? nothing : texts.open}</span>
    </button>`;
  }

  #renderRing({ total }: AttemptSummary): TemplateResult {
    return html`<svg viewBox="0 0 40 40">
      <g transform="rotate(-90 20 20)">
        <circle cx="20" cy="20" r="17"></circle>
        ${
          total
            ? svg`<circle class="got" cx="20" cy="20" r="17" pathLength="100" stroke-dasharray="${total} 100"></circle>`
            : nothing
        }
      </g>
      ${total === null ? nothing : svg`<text x="20" y="24.5">${formatNumber(total, this.locale)}</text>`}
    </svg>`;
  }

  #open({ currentTarget }: Event): void {
    const sessionId = currentTarget instanceof HTMLElement && currentTarget.dataset["session"];
    if (!sessionId || sessionId === this.openId) return;
    const detail = withoutPrototype({ detail: sessionId });
    this.dispatchEvent(new CustomEvent("maka-attempt-request", detail));
  }

  #load(): void {
    this.dispatchEvent(new Event("maka-attempts-request"));
  }
}
