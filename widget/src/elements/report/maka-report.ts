import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { Quote, Report } from "#contract/report.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { askPractice } from "../kit/practice-request.ts";
import { describeEnd } from "./describe-end.ts";
import { printElement } from "./print-element.ts";
import { findQuote, renderOrigin, renderScorecard, renderTotal } from "./render-scorecard.ts";
import { listLines, renderTranscript } from "./render-transcript.ts";
import type { ReportLine } from "./render-transcript.ts";
import { reportStyles } from "./report-styles.ts";
import { shortNameOf } from "../kit/short-name.ts";

/**
 * What follows a call: the scorecard with quotes that lead to their turns, or why there is none; below it, in
 * every case, the transcript. Who has waited for a while may keep the transcript and stop waiting.
 * @element maka-report
 * @fires maka-retry-request - Another attempt is wanted; where the report failed, the report once more.
 * @fires maka-practice-request - The learner waits no longer.
 * @fires maka-leave-request - The learner goes back to the brief, without this report.
 * @csspart report
 * @csspart score
 * @csspart criterion
 * @csspart transcript
 * @csspart retry-button
 */
export class MakaReport extends CoachElement {
  /** Fetches figures, attempts, rating and files; `entries/report.ts` sets it. */
  static loadDetails: () => Promise<unknown>;
  static override styles = [controls, callControls, disclosureStyles, reportStyles];

  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  @property({ attribute: false }) duringCall!: DuringCallTexts;
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
  /** True once figures, attempts, rating and files are loaded; null while they are on their way. */
  @state() private hasMore: boolean | null = null;
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
    const before = changed.get("state")?.phase;
    if (!changed.has("state") || before === this.state?.phase) return;
    // One wait, whatever is waited for.
    if (before !== "ending" || !this.#isPending) this.isLate = false;
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
        ${this.#isPending ? this.#renderEnd() : nothing}
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
        ${this.#renderLack()} ${state ? this.#renderLines(lines) : nothing}
      </div>
    `;
  }

  /** Why the call is over, where the learner did not end it. */
  #renderEnd(): TemplateResult | typeof nothing {
    const end =
      this.state && describeEnd(this.state, this.duringCall, shortNameOf(this.personaName));
    return end ? html`<p class="banner" role="status">${end}</p>` : nothing;
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
    const isSavable = this.hasMore && lines.length > 0 && (!this.#isPending || this.isLate);
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
      </div>
      <div class="row actions late">
        <button type="button" @click=${this.#stopWaiting}>${this.duringCall.stopWaiting}</button>
      </div>`;
  }

  /** Figures, attempts, rating and files are a download of their own. */
  #renderLack(): TemplateResult | typeof nothing {
    if (this.hasMore !== false) return nothing;
    return html`<div class="banner row actions" role="alert">
      ${this.duringCall.lacking}
      <button type="button" @click=${this.#loadMore}>${this.texts.loadAgain}</button>
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
        ${
          hasFailed
            ? html`<button type="button" class="quiet" @click=${this.#leave}>
                ${this.duringCall.startOver}
              </button>`
            : nothing
        }
      </div>
      ${
        practice && this.hasMore && !hasFailed
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
    if (phase !== "report-failed") return texts.title;
    return this.#isGivenUp ? this.duringCall.reportLater : texts.failed;
  }

  #status(texts: ReportTexts): string {
    const { phase, notScoredReason } = this.state ?? {};
    const { duringCall, isLate } = this;
    if (this.#report) return texts.ready;
    if (phase === "not-scored") return texts.reasons[notScoredReason ?? "transcript_incomplete"];
    if (phase === "report-failed")
      return this.#isGivenUp ? duringCall.reportLaterHelp : texts.failedHelp;
    if (isLate) return phase === "ending" ? duringCall.endingLong : texts.pendingLong;
    return texts.pending;
  }

  /** The learner stopped waiting: nothing has failed. */
  get #isGivenUp(): boolean {
    return this.state?.failure?.code === "aborted";
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
    turn?.focus(withoutPrototype({ preventScroll: true }));
    turn?.scrollIntoView(withoutPrototype({ block: "center" }));
  }

  readonly #onReturn = (): void => {
    this.#origin?.focus(withoutPrototype({ preventScroll: true }));
    this.#origin?.scrollIntoView(withoutPrototype({ block: "center" }));
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

  /** Without this download the scorecard still stands, and the learner may ask for it again. */
  readonly #loadMore = async (): Promise<void> => {
    if (this.hasMore) return;
    this.hasMore = null;
    this.hasMore = await MakaReport.loadDetails().then(
      () => true,
      () => false,
    );
  };

  #stopWaiting(): void {
    askPractice(this, (practice) => {
      practice.stopWaiting();
    });
  }

  #leave(): void {
    this.dispatchEvent(new Event("maka-leave-request"));
  }

  #onLate(): void {
    this.isLate = true;
  }

  #requestRetry(): void {
    const detail = { bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent("maka-retry-request", detail));
  }
}
