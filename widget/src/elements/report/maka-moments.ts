import { html, nothing, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { Report } from "#contract/report.ts";
import type { Timeline } from "#contract/timeline.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";
import type { DrawTimeline } from "./draw-timeline.ts";
import { headMoments, listMoments } from "./list-moments.ts";
import type { Moment } from "./list-moments.ts";
import { momentStyles } from "./moment-styles.ts";

const GLYPHS = {
  reached: svg`<circle cx="11" cy="11" r="10" class="aim"></circle><path class="tick" d="M6.5 11.3l3 3 5.5-6.5"></path>`,
  missed: svg`<circle cx="11" cy="11" r="9" class="empty"></circle>`,
  settled: svg`<path class="settled" d="M11 4l7 7-7 7-7-7Z"></path>`,
  open: svg`<path class="raised" d="M11 4l7 7-7 7-7-7Z"></path>`,
} as const satisfies Record<Moment["kind"], SVGTemplateResult>;

/**
 * The call as a picture of four bands, where its report has one, and its moments in words, each a way to its turn. The picture says nothing that the
 * words do not, and comes as a download of its own; a mark in it does what the moment's button does.
 * @element maka-moments
 */
export class MakaMoments extends CoachElement {
  /** Fetches the picture; `entries/report-details.ts` sets it. */
  static loadDrawing: () => Promise<{ readonly drawTimeline: DrawTimeline }>;
  static override styles = [controls, callControls, momentStyles];

  @property({ attribute: false }) report: Report | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for times. */
  @property() locale = "en";
  /** The persona's name, short. */
  @property() name = "";
  /** Leads to a turn; called with the control that stands for the moment. */
  @property({ attribute: false }) onTurn: (turn: string, origin: HTMLElement | null) => void = () =>
    undefined;
  @state() private draw: DrawTimeline | null = null;

  constructor() {
    super();
    this.addEventListener("click", this.#onClick);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Without the picture its words still stand.
    void MakaMoments.loadDrawing().then(
      ({ drawTimeline }) => {
        this.draw = drawTimeline;
      },
      () => undefined,
    );
  }

  override render(): TemplateResult | typeof nothing {
    const { report, texts, locale, draw } = this;
    const moments = report ? listMoments(report, texts, locale) : [];
    if (!report || (!report.timeline && moments.length === 0)) return nothing;
    return html`<section>
      <h3 id="call">${headMoments(report, texts, locale)}</h3>
      ${report.timeline && draw ? this.#renderStrip(report.timeline, draw) : nothing}
      ${
        moments.length === 0
          ? nothing
          : html`<ol aria-labelledby="call">
              ${moments.map((moment) => this.#renderMoment(moment))}
            </ol>`
      }
    </section>`;
  }

  #renderStrip(timeline: Timeline, draw: DrawTimeline): TemplateResult {
    const { texts, locale, name } = this;
    const number = (value: number): string => formatNumber(value, locale);
    const { doubts, aims } = timeline;
    const names = {
      mood: texts.openness(name),
      doubts: texts.doubts(
        name,
        number(doubts.filter(({ settledMs }) => settledMs !== null).length),
        number(doubts.length),
      ),
      talk: texts.whoSpoke(name),
      aims: texts.aims(
        number(aims.filter(({ atMs }) => atMs !== null).length),
        number(aims.length),
      ),
    };
    const bands = draw(timeline, getComputedStyle(this).direction === "rtl");
    return html`<div class="strip">
      ${bands.map(
        ([band, picture]) =>
          html`<p>${names[band]}</p>
            ${picture}`,
      )}
      ${
        bands.length === 0
          ? nothing
          : html`<p class="axis" aria-hidden="true">
              <span>${formatClock(0, locale)}</span
              ><span>${formatClock(timeline.durationMs / 1000, locale)}</span>
            </p>`
      }
    </div>`;
  }

  #renderMoment({ kind, atMs, text, note, turn }: Moment): TemplateResult {
    const isDoubt = kind === "open" || kind === "settled";
    const time = atMs === null ? "" : formatClock(atMs / 1000, this.locale);
    const words = html`<svg viewBox="0 0 22 22" aria-hidden="true">${GLYPHS[kind]}</svg>
      <span
        >${isDoubt ? html`<q lang=${this.report?.scenario.language} dir="auto">${text}</q>` : html`<span lang=${this.report?.scenario.language} dir="auto">${text}</span>`}
        <small>${note}</small></span
      >
      <span class="when">${time}</span>`;
    return html`<li>
      ${
        turn === null
          ? html`<div class="moment">${words}</div>`
          : html`<button type="button" class="moment" data-turn=${turn}>${words}</button>`
      }
    </li>`;
  }

  readonly #onClick = (event: Event): void => {
    for (const place of event.composedPath()) {
      const turn = place instanceof Element ? place.getAttribute("data-turn") : null;
      if (!turn) continue;
      const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>("button")];
      const origin = buttons.find(({ dataset }) => dataset["turn"] === turn);
      this.onTurn(turn, origin ?? null);
      return;
    }
  };
}
