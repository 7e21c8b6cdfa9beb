import { LitElement, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { KeptFocusController } from "../controllers/kept-focus-controller.ts";
import type { Quote, Report } from "#contract/report.ts";
import { bag } from "../domain/bag.ts";
import type { Practice } from "../domain/practice.ts";
import type { SessionState } from "../domain/session-state.ts";
import type { ReportTexts } from "../locales/english-report.ts";
import { callControls } from "./call-controls.ts";
import { controls } from "./controls.ts";
import { printElement } from "./print-element.ts";
import { findQuote, renderOrigin, renderScorecard, renderTotal } from "./render-scorecard.ts";
import { listLines, renderTranscript } from "./render-transcript.ts";
import type { ReportLine } from "./render-transcript.ts";
import { reportStyles } from "./report-styles.ts";

/**
 * What follows a call: the scorecard with quotes that lead to their turns, or why there is none; below it, in
 * every case, the transcript.
 * @element maka-report
 * @fires maka-retry-request - Another attempt is wanted; where the report failed, the report once more.
 * @csspart report
 * @csspart score
 * @csspart criterion
 * @csspart transcript
 * @csspart retry-button
 */
export class MakaReport extends LitElement {
  static override styles = [controls, callControls, reportStyles];

  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for numbers, times and dates. */
  @property() locale = "en";
  @property({ attribute: false }) personaName = "";
  @property({ attribute: false }) speechLanguage = "";
  /** The scenario's id, which names the files of a practice without a report. */
  @property({ attribute: false }) scenario = "";
  /** Knows the learner's earlier attempts and takes a rating; without it neither is shown. */
  @property({ attribute: false }) practice: Pick<Practice, "rate" | "loadAttempts"> | null = null;
  /** The learner's choice; null until there is one. */
  @state() private isTranscriptOpen: boolean | null = null;
  @state() private quote: Quote | null = null;
  /** True once the report has been awaited for a while. */
  @state() private isLate = false;
  /** True once figures, attempts, rating and files are loaded. */
  @state() private hasMore = false;
  /** What led to the highlighted turn. */
  #origin: HTMLElement | null = null;

  /** The report that is on screen; it is there in one phase only. */
  get #report(): Report | null {
    return this.state?.phase === "report-ready" ? this.state.report : null;
  }

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#loadMore();
  }

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || changed.get("state")?.phase === this.state?.phase) return;
    this.isLate = false;
    this.quote = null;
    // What the learner is reading right now does not fold away because the report arrived.
    if (this.shadowRoot?.activeElement?.closest("details")) this.isTranscriptOpen = true;
  }

  override render(): TemplateResult {
    const { state, texts } = this;
    const report = this.#report;
    const lines = state ? listLines(state) : [];
    const setting = { texts, locale: this.locale, onQuote: this.#onQuote };
    return html`
      <div class="report" part="report">
        <header>
          <div>
            <h2 tabindex="-1">${this.#heading(texts)}</h2>
            ${report ? renderOrigin(report, this.locale) : nothing}
            <p role="status" class=${report ? "unseen" : ""}>${this.#status(texts)}</p>
          </div>
          ${report ? renderTotal(report, setting) : nothing}
        </header>
        ${report ? renderScorecard(report, setting) : nothing}
        ${report && this.hasMore ? this.#renderFigures(report) : nothing}
        ${this.#isPending ? this.#renderOutline() : this.#renderClosing(texts)}
        ${state ? this.#renderLines(lines) : nothing}
      </div>
    `;
  }

  #renderFigures({ delivery, facts }: Report): TemplateResult {
    return html`
      ${
        delivery
          ? html`<maka-delivery
              .delivery=${delivery}
              .texts=${this.texts}
              locale=${this.locale}
            ></maka-delivery>`
          : nothing
      }
      ${
        facts
          ? html`<maka-facts
              .facts=${facts}
              .texts=${this.texts}
              .personaName=${this.personaName}
              .speechLanguage=${this.speechLanguage}
            ></maka-facts>`
          : nothing
      }
    `;
  }

  /** The transcript, and the offer to keep it. */
  #renderLines(lines: readonly ReportLine[]): TemplateResult {
    const { texts, locale } = this;
    const isSavable = this.hasMore && lines.length > 0 && !this.#isPending;
    return html`
      ${renderTranscript(lines, {
        texts,
        locale,
        name: this.personaName,
        language: this.speechLanguage,
        open: this.#isOpen,
        quote: this.quote,
        onToggle: this.#onToggle,
        onReturn: this.#onReturn,
      })}
      ${isSavable ? this.#renderSave(lines) : nothing}
    `;
  }

  #renderSave(lines: readonly ReportLine[]): TemplateResult {
    const practice = {
      report: this.#report,
      lines,
      scenario: this.scenario,
      name: this.personaName,
      language: this.speechLanguage,
    };
    return html`<maka-save
      .practice=${practice}
      .texts=${this.texts}
      locale=${this.locale}
      @maka-print-request=${this.#print}
    ></maka-save>`;
  }

  /** The shape of what will come. Its animation moves nothing: its end is the sign that time has passed. */
  #renderOutline(): TemplateResult {
    return html`<div class="outline" aria-hidden="true" @animationend=${this.#onLate}>
      <i></i><i></i><i></i><i></i><i></i>
    </div>`;
  }

  /** What follows a result: the earlier ones, another attempt, and how the learner found it. */
  #renderClosing(texts: ReportTexts): TemplateResult {
    const { practice, locale, state } = this;
    const hasFailed = state?.phase === "report-failed";
    return html`
      ${
        practice && this.hasMore && !hasFailed
          ? html`<maka-attempts
              .practice=${practice}
              .texts=${texts}
              .sessionId=${state?.sessionId ?? ""}
              locale=${locale}
            ></maka-attempts>`
          : nothing
      }
      <div class="row actions">
        <button type="button" class="primary" part="retry-button" @click=${this.#requestRetry}>
          ${hasFailed ? texts.askAgain : texts.tryAgain}
        </button>
      </div>
      ${
        practice && this.hasMore
          ? html`<maka-rating .practice=${practice} .texts=${texts} locale=${locale}></maka-rating>`
          : nothing
      }
    `;
  }

  get #isOpen(): boolean {
    return this.isTranscriptOpen ?? !this.#report;
  }

  get #isPending(): boolean {
    const phase = this.state?.phase;
    return !this.#report && phase !== "not-scored" && phase !== "report-failed";
  }

  #heading(texts: ReportTexts): string {
    const phase = this.state?.phase;
    if (phase === "not-scored") return texts.notScored;
    return phase === "report-failed" ? texts.failed : texts.title;
  }

  #status(texts: ReportTexts): string {
    const { phase, notScoredReason } = this.state ?? {};
    if (this.#report) return texts.ready;
    if (phase === "not-scored") return texts.reasons[notScoredReason ?? "transcript_incomplete"];
    if (phase === "report-failed") return texts.failedHelp;
    return this.isLate ? texts.pendingLong : texts.pending;
  }

  readonly #onQuote = (event: Event): void => {
    const button = event.currentTarget;
    if (!(button instanceof HTMLElement)) return;
    this.quote = this.#report && findQuote(this.#report, button.dataset["place"] ?? "");
    this.isTranscriptOpen = true;
    this.#origin = button;
    void this.#showQuote();
  };

  async #showQuote(): Promise<void> {
    await this.updateComplete;
    const turn = this.renderRoot.querySelector<HTMLElement>(".quoted");
    turn?.focus(bag({ preventScroll: true }));
    turn?.scrollIntoView(bag({ block: "center" }));
  }

  readonly #onReturn = (): void => {
    this.#origin?.focus(bag({ preventScroll: true }));
    this.#origin?.scrollIntoView(bag({ block: "center" }));
    this.quote = null;
  };

  /** Also hears of what this element opened itself, which is nobody's choice. */
  readonly #onToggle = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLDetailsElement)) return;
    if (currentTarget.open !== this.#isOpen) this.isTranscriptOpen = currentTarget.open;
  };

  #print(): void {
    printElement(this, this.#heading(this.texts));
  }

  /** Without this download the scorecard still stands; the next report asks for it again. */
  async #loadMore(): Promise<void> {
    this.hasMore ||= await import("../report-more.ts").then(
      () => true,
      () => false,
    );
  }

  #onLate(): void {
    this.isLate = true;
  }

  #requestRetry(): void {
    const detail = { bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent("maka-retry-request", detail));
  }
}
