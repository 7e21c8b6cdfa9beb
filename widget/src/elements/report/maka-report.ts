import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { Quote, Report } from "#contract/report.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { SessionState } from "../../domain/state/session-state.ts";
import type { DuringCallWords } from "../../locales/language.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { askBrief } from "../kit/brief-request.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { askPractice } from "../kit/practice-request.ts";
import { shortNameOf } from "../kit/short-name.ts";
import type { AttemptsLoader } from "./attempts-loader.ts";
import { chooseNext } from "./choose-next.ts";
import { describeEnd } from "./describe-end.ts";
import { describeStatus, toStatusHeading } from "./describe-status.ts";
import type { ReportDetails } from "./report-details.ts";
import type { SavedPractice } from "./report-files.ts";
import { renderFacts, renderScore, renderSummary } from "./render-hero.ts";
import { findQuote, renderScorecard } from "./render-scorecard.ts";
import { renderNext } from "./render-next.ts";
import type { NextActions } from "./render-next.ts";
import { listLines, renderTranscript } from "./render-transcript.ts";
import type { ReportLine } from "./render-transcript.ts";
import { reportStyles } from "./report-styles.ts";
import { toVerdict } from "./to-verdict.ts";
import { transcriptStyles } from "./transcript-styles.ts";

/** What of a practice a report asks for. */
export type ReportedPractice = Pick<Practice, "rate" | "loadAttempts" | "loadReport">;

/**
 * What follows a call: how it went and what to do next on the first screen, then the call as a picture and the
 * scorecard, or why there is none; below it, in every case, the transcript. Who has waited for a while may keep the
 * transcript and stop waiting. An earlier report opens in its place.
 * @element maka-report
 * @fires maka-retry-request - Another attempt is wanted; where the report failed, the report once more.
 * @fires maka-practice-request - The learner waits no longer.
 * @fires maka-brief-request - The brief is wanted, with what to practise this time.
 * @fires maka-leave-request - The learner goes back to the brief, without this report.
 * @csspart report
 * @csspart score
 * @csspart criterion
 * @csspart transcript
 * @csspart retry-button
 */
export class MakaReport extends CoachElement {
  /** Fetches figures, attempts, rating and files; `entries/report.ts` sets it. */
  static loadDetails: () => Promise<ReportDetails>;
  static override styles = [
    controls,
    callControls,
    disclosureStyles,
    reportStyles,
    transcriptStyles,
  ];

  @property({ attribute: false }) state: SessionState | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  @property({ attribute: false }) duringCall!: DuringCallWords;
  /** BCP 47, for numbers, times and dates. */
  @property() locale = "en";
  @property({ attribute: false }) personaName = "";
  @property({ attribute: false }) speechLanguage = "";
  /** The scenario's id, which names the files of a practice without a report. */
  @property({ attribute: false }) scenario = "";
  /** Knows the learner's earlier attempts and takes a rating; without it neither is shown. */
  @property({ attribute: false }) practice: ReportedPractice | null = null;
  /** The learner's choice; null until there is one. */
  @state() private isTranscriptOpen: boolean | null = null;
  @state() private quote: Quote | null = null;
  /** True once the report has been awaited for a while. */
  @state() private isLate = false;
  /** Figures, attempts, rating and files, once they are loaded. */
  @state() private details: ReportDetails | null = null;
  /** They could not be loaded. */
  @state() private hasFailed = false;
  /** The report of an earlier attempt, which stands here instead. */
  @state() private earlier: Report | null = null;
  @state() private hasOpeningFailed = false;
  #attempts: AttemptsLoader | null = null;
  /** What led to the highlighted turn. */
  #origin: HTMLElement | null = null;

  /** The report that is on screen; this call's is there in one phase only. */
  get #report(): Report | null {
    return this.earlier ?? (this.state?.phase === "report-ready" ? this.state.report : null);
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
    if (this.#isResult) this.#attempts?.watch(this.practice);
    const before = changed.get("state")?.phase;
    if (!changed.has("state") || before === this.state?.phase) return;
    // One wait, whatever is waited for.
    if (before !== "ending" || !this.#isPending) this.isLate = false;
    this.earlier = null;
    this.quote = null;
    // What the learner is reading right now does not fold away because the report arrived.
    if (this.shadowRoot?.activeElement?.closest("[part=transcript]")) this.isTranscriptOpen = true;
  }

  override render(): TemplateResult {
    const { state, texts, locale } = this;
    const report = this.#report;
    const lines = this.#listLines();
    const next = report && chooseNext(report);
    const setting = { texts, locale, next, onQuote: this.#onQuote, shown: new Set<string>() };
    return html`
      <div class="report" part="report">
        ${this.#renderHero(report)} ${report ? renderNext(report, setting, this.#actions) : nothing}
        ${report && this.details?.renderCall(report, this, this.#onTurn)}
        ${report ? renderScorecard(report, setting) : nothing}
        ${report && this.details?.renderSpeech(report, this)}
        ${this.#isPending ? this.#renderOutline() : nothing}
        ${report ? nothing : this.#renderRetry()} ${this.#renderLack()}
        ${state ? this.#renderLines(lines) : nothing} ${this.#renderClosing(lines)}
      </div>
    `;
  }

  #renderHero(report: Report | null): TemplateResult {
    const { texts, locale, personaName } = this;
    const change = report && this.details?.renderChange(report, this.#attempts, this);
    const setting = { texts, locale, name: personaName, change };
    return html`<header>
      ${renderScore(report, setting, this.#isPending)}
      <div class="verdict">
        ${this.#isPending ? this.#renderEnd() : nothing}
        ${this.earlier ? this.#renderWayBack() : nothing}
        <h2 tabindex="-1" lang=${report?.verdict ? report.scenario.language : nothing} dir="auto">
          ${this.#title}
        </h2>
        <p role="status" class=${report ? "unseen" : "muted"}>
          ${report ? texts.ready : describeStatus(this.state, this, this.isLate)}
        </p>
        ${report ? renderFacts(report, setting) : nothing}
      </div>
      ${report ? renderSummary(report, setting) : nothing}
    </header>`;
  }

  /** Why the call is over, where the learner did not end it. */
  #renderEnd(): TemplateResult | typeof nothing {
    const end =
      this.state && describeEnd(this.state, this.duringCall, shortNameOf(this.personaName));
    return end ? html`<p class="banner" role="status">${end}</p>` : nothing;
  }

  #renderWayBack(): TemplateResult {
    return html`<p class="small">
      <button type="button" class="quiet link" @click=${this.#closeEarlier}>
        ${this.texts.backToThis}
      </button>
    </p>`;
  }

  #listLines(): readonly ReportLine[] {
    return this.state ? listLines(this.#report, this.state.turns) : [];
  }

  #renderLines(lines: readonly ReportLine[]): TemplateResult {
    const { texts, locale } = this;
    return renderTranscript(lines, {
      texts,
      locale,
      name: this.personaName,
      language: this.speechLanguage,
      open: this.#isOpen,
      quote: this.quote,
      onToggle: this.#onToggle,
      onReturn: this.#onReturn,
    });
  }

  /** The shape of what will come. Its animation moves nothing: its end is the sign that time has passed. */
  #renderOutline(): TemplateResult {
    return html`<div class="outline" aria-hidden="true" @animationend=${this.#onLate}>
        <i></i><i></i><i></i>
      </div>
      <div class="row actions late">
        <button type="button" @click=${this.#stopWaiting}>${this.duringCall.stopWaiting}</button>
      </div>`;
  }

  /** Figures, attempts, rating and files are a download of their own. */
  #renderLack(): TemplateResult | typeof nothing {
    if (!this.hasFailed) return nothing;
    return html`<div class="banner row actions" role="alert">
      ${this.duringCall.lacking}
      <button type="button" @click=${this.#loadMore}>${this.texts.loadAgain}</button>
    </div>`;
  }

  /** The way on where there is no report. */
  #renderRetry(): TemplateResult | typeof nothing {
    if (this.#isPending) return nothing;
    const { texts } = this;
    const hasFailed = this.state?.phase === "report-failed";
    return html`<div class="row actions">
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
    </div>`;
  }

  /** What follows a result, and the offer to keep what there is. */
  #renderClosing(lines: readonly ReportLine[]): TemplateResult | typeof nothing {
    const { practice, details } = this;
    if (!details) return nothing;
    const report = this.#report;
    const isSavable = lines.length > 0 && (!this.#isPending || this.isLate);
    return details.renderClosing(
      {
        rated: this.#isResult && !this.earlier ? practice : null,
        loader: this.#isResult ? this.#attempts : null,
        sessionId: this.state?.sessionId ?? "",
        openId: report?.sessionId ?? "",
        isRefused: this.hasOpeningFailed,
        onAttempt: this.#onAttempt,
        saved: isSavable ? this.#toSaved(lines) : null,
        printed: { element: this, title: this.#title },
      },
      this,
    );
  }

  #toSaved(lines: readonly ReportLine[]): SavedPractice {
    const { scenario, personaName: name, speechLanguage: language } = this;
    return { report: this.#report, lines, scenario, name, language };
  }

  /** There is an outcome, with or without a score, and somebody who knows of others. */
  get #isResult(): boolean {
    return this.practice !== null && !this.#isPending && this.state?.phase !== "report-failed";
  }

  get #title(): string {
    const report = this.#report;
    return report ? toVerdict(report, this.texts) : toStatusHeading(this.state, this);
  }

  get #isOpen(): boolean {
    return this.isTranscriptOpen ?? !this.#report;
  }

  get #isPending(): boolean {
    const phase = this.state?.phase;
    return !this.#report && phase !== "not-scored" && phase !== "report-failed";
  }

  readonly #actions: NextActions = {
    onPractise: () => {
      const report = this.#report;
      askBrief(this, (report && chooseNext(report)?.action) ?? "");
    },
    onRetry: () => {
      this.#requestRetry();
    },
  };

  readonly #onQuote = (event: Event): void => {
    const button = event.currentTarget;
    const report = this.#report;
    if (!report || !(button instanceof HTMLElement)) return;
    this.#lead(findQuote(report, chooseNext(report), button.dataset["place"] ?? ""), button);
  };

  readonly #onTurn = (turn: string, origin: HTMLElement | null): void => {
    this.#lead({ itemId: turn, text: "" }, origin);
  };

  /** Leads to a turn; `origin` is where the way back ends. */
  #lead(quote: Quote | null, origin: HTMLElement | null): void {
    this.quote = quote;
    this.isTranscriptOpen = true;
    this.#origin = origin;
    void this.#showQuote();
  }

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

  /** Opens the report of an attempt in the place of this one. */
  readonly #onAttempt = ({ detail }: CustomEvent<string>): void => {
    if (detail === this.state?.sessionId) this.#show(null);
    else void this.#open(detail);
  };

  async #open(sessionId: string): Promise<void> {
    this.hasOpeningFailed = false;
    const answer = await this.practice?.loadReport(sessionId).catch(() => null);
    if (answer?.status === "ready") this.#show(answer.report);
    else this.hasOpeningFailed = true;
  }

  readonly #closeEarlier = (): void => {
    this.#show(null);
  };

  #show(earlier: Report | null): void {
    this.earlier = earlier;
    this.quote = null;
    this.isTranscriptOpen = null;
    void this.updateComplete.then(() => {
      this.focus();
    });
  }

  /** Without this download the scorecard still stands, and the learner may ask for it again. */
  readonly #loadMore = async (): Promise<void> => {
    if (this.details) return;
    this.hasFailed = false;
    try {
      this.details = await MakaReport.loadDetails();
      this.#attempts = this.details.createAttempts(() => {
        this.requestUpdate();
      });
    } catch {
      this.hasFailed = true;
    }
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
