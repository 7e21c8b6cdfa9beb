import { LitElement, html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Quote, Report } from "#contract/report.ts";
import type { SessionState } from "../domain/session-state.ts";
import type { ReportTexts } from "../locales/english-report.ts";
import { callControls } from "./call-controls.ts";
import { controls } from "./controls.ts";
import { createFile, renderSave } from "./render-save.ts";
import { renderOrigin, renderScorecard, renderTotal } from "./render-scorecard.ts";
import { listLines, renderTranscript } from "./render-transcript.ts";
import { reportStyles } from "./report-styles.ts";
import { saveFile } from "./save-file.ts";

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
  /** The learner's choice; null until there is one. */
  @state() private isTranscriptOpen: boolean | null = null;
  @state() private quote: Quote | null = null;
  /** True once the report has been awaited for a while. */
  @state() private isLate = false;
  /** What led to the highlighted turn. */
  #origin: HTMLElement | null = null;
  #focused: Element | null = null;

  /** The report that is on screen; it is there in one phase only. */
  get #report(): Report | null {
    return this.state?.phase === "report-ready" ? this.state.report : null;
  }

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state") || changed.get("state")?.phase === this.state?.phase) return;
    this.isLate = false;
    this.quote = null;
    this.#focused = this.shadowRoot?.activeElement ?? null;
    // What the learner is reading right now does not fold away because the report arrived.
    if (this.#focused?.closest("details")) this.isTranscriptOpen = true;
  }

  override render(): TemplateResult {
    const { state } = this;
    const { texts } = this;
    const report = this.#report;
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
        ${this.#isPending ? this.#renderOutline() : this.#renderRetry(texts)}
        ${
          state
            ? renderTranscript(listLines(state), {
                texts,
                locale: this.locale,
                name: this.personaName,
                language: this.speechLanguage,
                open: this.#isOpen,
                quote: this.quote,
                onToggle: this.#onToggle,
                onReturn: this.#onReturn,
              })
            : nothing
        }
        ${state && listLines(state).length > 0 && !this.#isPending ? renderSave(texts, this.#onSave) : nothing}
      </div>
    `;
  }

  /** The shape of what will come. Its animation moves nothing: its end is the sign that time has passed. */
  #renderOutline(): TemplateResult {
    return html`<div class="outline" aria-hidden="true" @animationend=${this.#onLate}>
      <i></i><i></i><i></i><i></i><i></i>
    </div>`;
  }

  #renderRetry(texts: ReportTexts): TemplateResult {
    return html`<div class="row actions">
      <button type="button" class="primary" part="retry-button" @click=${this.#requestRetry}>
        ${this.state?.phase === "report-failed" ? texts.askAgain : texts.tryAgain}
      </button>
    </div>`;
  }

  protected override updated(): void {
    // A button that the learner had just pressed may be gone: the keyboard goes on from the heading.
    if (this.#focused && this.shadowRoot?.activeElement !== this.#focused) this.focus();
    this.#focused = null;
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
    const { criterion, quote } = button.dataset;
    this.quote = this.#report?.criteria[Number(criterion)]?.quotes[Number(quote)] ?? null;
    this.isTranscriptOpen = true;
    this.#origin = button;
    void this.#showQuote();
  };

  async #showQuote(): Promise<void> {
    await this.updateComplete;
    const turn = this.renderRoot.querySelector<HTMLElement>(".quoted");
    turn?.focus({ preventScroll: true });
    turn?.scrollIntoView({ block: "center" });
  }

  readonly #onReturn = (): void => {
    this.#origin?.focus({ preventScroll: true });
    this.#origin?.scrollIntoView({ block: "center" });
    this.quote = null;
  };

  /** Also hears of what this element opened itself, which is nobody's choice. */
  readonly #onToggle = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLDetailsElement)) return;
    if (currentTarget.open !== this.#isOpen) this.isTranscriptOpen = currentTarget.open;
  };

  readonly #onSave = ({ currentTarget }: Event): void => {
    if (!this.state || !(currentTarget instanceof HTMLElement)) return;
    const practice = {
      report: this.#report,
      lines: listLines(this.state),
      name: this.personaName,
      language: this.speechLanguage,
    };
    const { texts } = this;
    const today = new Date().toISOString().slice(0, 10);
    const setting = { texts, locale: this.locale, today };
    saveFile(this.ownerDocument, createFile(currentTarget.dataset["format"], practice, setting));
  };

  #onLate(): void {
    this.isLate = true;
  }

  #requestRetry(): void {
    const detail = { bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent("maka-retry-request", detail));
  }
}
