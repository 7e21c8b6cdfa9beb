import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { KeptFocusController } from "../../controllers/kept-focus-controller.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { disclosureStyles } from "../kit/disclosure-styles.ts";
import { detailStyles } from "./detail-styles.ts";
import { drawTrend, listScored } from "./draw-trend.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";

/**
 * The learner's attempts at a scenario: a small chart of their totals, and all of them in a table. Nothing is
 * shown to whom the server knows no other attempt of.
 * @element maka-attempts
 */
export class MakaAttempts extends CoachElement {
  static override styles = [controls, callControls, disclosureStyles, detailStyles];

  /** Where the attempts come from; asked once. */
  @property({ attribute: false }) practice: Pick<Practice, "loadAttempts"> | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for numbers and dates. */
  @property() locale = "en";
  /** The session whose report is on screen. */
  @property({ attribute: false }) sessionId = "";
  @state() private attempts: readonly AttemptSummary[] | null = null;
  @state() private hasFailed = false;
  @state() private isAsking = false;

  constructor() {
    super();
    new KeptFocusController(this);
  }

  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("practice") || !this.practice) return;
    this.attempts = null;
    this.hasFailed = false;
    void this.#load();
  }

  protected override updated(): void {
    // An element that shows nothing takes no room either.
    this.toggleAttribute("hidden", this.attempts !== null && this.attempts.length < 2);
  }

  override render(): TemplateResult | typeof nothing {
    const { attempts, texts } = this;
    if (this.hasFailed)
      return html`<section>
        <h3>${texts.attempts}</h3>
        <p role="status">${this.isAsking ? texts.attemptsLoading : texts.attemptsFailed}</p>
        <div class="row">
          <button type="button" @click=${this.#load}>${texts.loadAgain}</button>
        </div>
      </section>`;
    if (!attempts) return html`<p class="small late" role="status">${texts.attemptsLoading}</p>`;
    if (attempts.length < 2) return nothing;
    return html`<section>
      <h3 tabindex="-1">${texts.attempts}</h3>
      ${this.#renderChart(attempts)}
      <details>
        <summary>${texts.allAttempts}</summary>
        ${this.#renderTable(attempts)}
      </details>
    </section>`;
  }

  #renderChart(attempts: readonly AttemptSummary[]): TemplateResult | typeof nothing {
    const { texts, locale, sessionId } = this;
    const scored = listScored(attempts);
    const [first, last] = [scored[0], scored.at(-1)];
    if (scored.length < 2 || !first || !last) return nothing;
    const { passMark } = last;
    const best = Math.max(...scored.map(({ total }) => total));
    const [count = "", from = "", to = "", top = ""] = [
      scored.length,
      first.total,
      last.total,
      best,
    ].map((value) => formatNumber(value, locale));
    const mark = passMark === null ? "" : texts.mark(formatNumber(passMark, locale));
    return html`<figure>
      <svg
        viewBox="0 0 300 120"
        role="img"
        aria-label="${texts.trend(count, from, to, top)} ${mark}"
      >
        ${drawTrend(scored, { locale, sessionId, passMark })}
      </svg>
      <figcaption class="small">
        <span>${this.#formatDay(first.startedAt)}</span>
        ${mark ? html`<span class="legend">${mark}</span>` : nothing}
        <span>${this.#formatDay(last.startedAt)}</span>
      </figcaption>
    </figure>`;
  }

  #renderTable(attempts: readonly AttemptSummary[]): TemplateResult {
    const { texts, locale } = this;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${texts.date}</th>
          <th scope="col">${texts.duration}</th>
          <th scope="col">${texts.total}</th>
        </tr>
      </thead>
      <tbody>
        ${attempts.map(({ sessionId, startedAt, usedSeconds, total, status }) => {
          const isThis = sessionId === this.sessionId;
          return html`<tr aria-current=${isThis ? "true" : nothing}>
            <th scope="row">
              ${this.#formatDay(startedAt, true)}
              ${isThis ? html`<span class="small">${texts.thisCall}</span>` : nothing}
            </th>
            <td>${formatClock(usedSeconds, locale)}</td>
            <td>
              ${
                total === null
                  ? html`<span class="muted">${texts.statuses[status]}</span>`
                  : formatNumber(total, locale)
              }
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  /** A date that cannot be read is left out. */
  #formatDay(iso: string, withTime = false): string {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return "";
    return date.toLocaleString(
      this.locale,
      withoutPrototype({
        dateStyle: "medium",
        ...(withTime ? { timeStyle: "short" } : {}),
      }),
    );
  }

  readonly #load = async (): Promise<void> => {
    const { practice } = this;
    this.isAsking = true;
    // Whatever goes wrong, the learner can only ask again; the service has told its operator.
    const attempts = await practice?.loadAttempts().catch(() => null);
    if (practice !== this.practice) return;
    this.attempts = attempts ?? null;
    this.hasFailed = attempts === null;
    this.isAsking = false;
  };
}
