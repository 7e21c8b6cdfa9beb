import { html, nothing, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";
import { hasPassed } from "#contract/has-passed.ts";
import type { Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatNumber } from "../kit/format-number.ts";
import { renderFigure } from "../kit/render-figure.ts";
import type { FigureSetting } from "../kit/render-figure.ts";
import { chooseNext } from "./choose-next.ts";
import { formatDay } from "./format-day.ts";

const HIGHEST_TOTAL = 100;
const THINKING: FigureSetting = { state: "thinking", cheers: 0 };
/** The score's ring, in a box of 120. */
const RADIUS = 56;

/** What surrounds a report's head. */
export interface HeroSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
  /** The persona's name. */
  readonly name: string;
  /** What changed since the last time, once that is known. */
  readonly change: unknown;
}

/** Draws the persona with the total on the core, and the total again as the ring that was the learner's voice. */
export function renderScore(
  report: Report | null,
  setting: HeroSetting,
  isPending: boolean,
): TemplateResult {
  const total = report?.total ?? null;
  const { texts, locale, name } = setting;
  const number = (value: number): string => formatNumber(value, locale);
  const figure = isPending ? THINKING : toFigure(report);
  const drawn = renderFigure(name, figure, total === null ? undefined : number(total));
  // A score that is awaited is none.
  if (isPending) return html`<div class="score">${drawn}</div>`;
  return html`<div class="score ${total === null ? "" : "scored"}" part="score">
    ${drawn}
    ${
      total === null || report === null
        ? nothing
        : html`<svg viewBox="0 0 120 120" aria-hidden="true">${drawRing(report, total)}</svg>
            <span class="unseen">${texts.score(number(total), number(HIGHEST_TOTAL))}</span>`
    }
  </div>`;
}

function toFigure(report: Report | null): FigureSetting {
  if (!report) return { state: "ended", cheers: 0 };
  return hasPassed(report.total, report.passMark)
    ? { state: "open", cheers: 1 }
    : { state: "listening", cheers: 0 };
}

/** What was got, as an arc that draws itself once; the pass mark as a tick; in dots, what the next thing would bring. */
function drawRing(report: Report, total: number): SVGTemplateResult {
  const { passMark } = report;
  const raised = hasPassed(total, passMark) ? null : (chooseNext(report)?.raisedTotal ?? null);
  const dots = raised === null ? 0 : Math.round((raised - total) / 2);
  return svg`<g transform="rotate(-90 60 60)">
    <circle class="base" cx="60" cy="60" r=${RADIUS}></circle>
    ${
      dots > 0
        ? svg`<circle class="reach" cx="60" cy="60" r=${RADIUS} pathLength="100" stroke-dasharray="0 ${total} ${"1 1 ".repeat(dots)}0 100"></circle>`
        : nothing
    }
    ${
      total > 0
        ? svg`<circle class="got" cx="60" cy="60" r=${RADIUS} pathLength="100" stroke-dasharray="${total} 100"></circle>`
        : nothing
    }
    ${
      passMark === null
        ? nothing
        : svg`<path class="tick" d="M111 60h12" transform="rotate(${passMark * 3.6} 60 60)"></path>`
    }
  </g>`;
}

/** Draws how far the pass mark was, and what changed. */
export function renderFacts({ total, passMark }: Report, setting: HeroSetting): TemplateResult {
  const { texts, locale, change } = setting;
  if (total === null) return html`<p class="facts muted">${texts.noTotal}</p>`;
  const number = (value: number): string => formatNumber(value, locale);
  const mark =
    passMark === null
      ? nothing
      : total >= passMark
        ? texts.passed(number(passMark))
        : texts.notPassed(number(passMark), number(passMark - total));
  return html`<p class="facts muted">
    <span>${mark}</span>
    ${change}
  </p>`;
}

/** Draws the summary, and what the score rests on. */
export function renderSummary(report: Report, { texts, locale }: HeroSetting): TemplateResult {
  const origin = [
    report.rehearsal ? texts.rehearsalScore : "",
    formatDay(report.createdAt, locale),
  ];
  return html`<p class="summary" lang=${report.scenario.language} dir="auto">${report.summary}</p>
    <p class="small">${origin.filter(Boolean).join(" · ")}</p>`;
}
