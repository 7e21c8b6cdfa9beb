import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { CriterionResult, Quote, Report } from "#contract/report.ts";
import { HIGHEST_LEVEL } from "#contract/to-total.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";
import type { NextStep } from "./choose-next.ts";

/** A longer turn is not shown whole, but by the words that count. */
const SHOWN_CHARACTERS = 160;

/** What surrounds a scorecard. */
export interface ScorecardSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
  /** What stands at the top already, and is not said again. */
  readonly next: NextStep | null;
  /** What stands in the report already: a quote stands there once. */
  readonly shown: Set<string>;
  /** A click on a quote's time; `findQuote` knows it by the `data-place` of its button. */
  readonly onQuote: (event: Event) => void;
}

/** Draws what must not be said and was, then each criterion with its proof, folded. */
export function renderScorecard(
  report: Report,
  setting: ScorecardSetting,
): TemplateResult | typeof nothing {
  const { texts } = setting;
  const { criteria, breaches = [] } = report;
  if (criteria.length + breaches.length === 0) return renderTrust(report, texts);
  return html`<section>
    <h3>${texts.criteria}</h3>
    ${report.reviewAdvised ? html`<p class="small advice">${texts.review}</p>` : nothing}
    ${renderBreaches(report, setting)}
    <div>${criteria.map((_, index) => renderCriterion(report, index, setting))}</div>
    ${renderTrust(report, texts)}
  </section>`;
}

/** Draws what was said that must not be, which no other criterion makes good. */
function renderBreaches(
  report: Report,
  setting: ScorecardSetting,
): TemplateResult | typeof nothing {
  const { breaches = [], scenario } = report;
  if (breaches.length === 0) return nothing;
  return html`<div class="breaches">
    <h4>${setting.texts.breaches}</h4>
    <p class="small">${setting.texts.breachesHelp}</p>
    ${breaches.map(
      ({ text, quote }, index) =>
        html`<p lang=${scenario.language} dir="auto">${text}</p>
          ${renderQuote(quote, report, { ...setting, place: `breach ${index}` })}`,
    )}
  </div>`;
}

/** Draws what weakens the report; a verified one of a real call needs no remark. */
function renderTrust(
  { evidence, rehearsal }: Report,
  texts: ReportTexts,
): TemplateResult | typeof nothing {
  const remarks = [
    ...(evidence === "reported" ? [texts.reported] : []),
    ...(rehearsal ? [texts.rehearsal] : []),
  ];
  if (remarks.length === 0) return nothing;
  return html`<div class="banner">${remarks.map((remark) => html`<p>${remark}</p>`)}</div>`;
}

function renderCriterion(
  report: Report,
  index: number,
  setting: ScorecardSetting,
): TemplateResult | typeof nothing {
  const criterion = report.criteria[index];
  if (!criterion) return nothing;
  const { texts, next } = setting;
  const { language } = report.scenario;
  const { betterWording } = criterion;
  return html`<details class="criterion" part="criterion">
    <summary>
      <h4 lang=${language} dir="auto">${criterion.title}</h4>
      ${renderLevel(criterion, setting)}
    </summary>
    ${criterion.level === null ? html`<p class="muted">${texts.levelNoneHelp}</p>` : nothing}
    ${renderRange(criterion, setting)}
    ${criterion.reason ? html`<p lang=${language} dir="auto">${criterion.reason}</p>` : nothing}
    ${criterion.quotes.map((quote, place) =>
      renderQuote(quote, report, { ...setting, place: `${index} ${place}` }),
    )}
    ${
      betterWording === null || betterWording === next?.wording
        ? nothing
        : renderWording(betterWording, report, texts)
    }
  </details>`;
}

function renderLevel(
  { level }: CriterionResult,
  { texts, locale }: ScorecardSetting,
): TemplateResult {
  if (level === null) return html`<span class="level small">${texts.levelNone}</span>`;
  return html`<span class="level small">
    <svg viewBox="0 0 70 10" aria-hidden="true">
      ${[0, 1, 2, 3, 4].map(
        (box) =>
          svg`<rect x=${box * 14 + 1} y="1" width="10" height="8" rx="2.5" class=${box < level ? "full" : ""}></rect>`,
      )}
    </svg>
    ${texts.level(formatNumber(level, locale), formatNumber(HIGHEST_LEVEL, locale))}
  </span>`;
}

/** Two scorings that lie apart are told as they are, not averaged away. */
function renderRange(
  { range }: CriterionResult,
  { texts, locale }: ScorecardSetting,
): TemplateResult | typeof nothing {
  if (!range) return nothing;
  const [low = "", high = ""] = range.map((level) => formatNumber(level, locale));
  return html`<p class="advice">${texts.between(low, high)}</p>`;
}

/** Draws another way to put it. */
export function renderWording(
  wording: string,
  { scenario }: Report,
  texts: ReportTexts,
): TemplateResult {
  return html`<div class="said better">
    <p class="small">${texts.tryWording}</p>
    <q lang=${scenario.language} dir="auto">${wording}</q>
  </div>`;
}

/** Draws the whole turn, or of a long one the words that count. One that is not in the transcript leads nowhere. */
export function renderQuote(
  quote: Quote,
  { transcript, scenario }: Report,
  setting: ScorecardSetting & { readonly place: string },
): TemplateResult | typeof nothing {
  const { texts, locale, place, shown } = setting;
  const turn = transcript.find(({ itemId }) => itemId === quote.itemId);
  const isWhole = turn !== undefined && turn.text.length <= SHOWN_CHARACTERS;
  const key = isWhole ? quote.itemId : `${quote.itemId} ${quote.text}`;
  if (shown.has(key)) return nothing;
  shown.add(key);
  const time = turn ? formatClock(turn.startedAtMs / 1000, locale) : "";
  return html`<div class="said">
    <p class="small">
      <span>${isWhole ? texts.youSaid : texts.exactWords}</span>
      ${
        turn
          ? html`<button
              type="button"
              class="quiet link"
              data-place=${place}
              aria-label=${texts.jump(time)}
              @click=${setting.onQuote}
            >
              ${time}
            </button>`
          : nothing
      }
    </p>
    <q lang=${scenario.language} dir="auto" translate="no">${isWhole ? turn.text : quote.text}</q>
  </div>`;
}

/** The quote that stands at a place: "next", "breach 0" or the positions of criterion and quote, such as "1 0". */
export function findQuote(
  { criteria, breaches }: Report,
  next: NextStep | null,
  place: string,
): Quote | null {
  const [first = "", second] = place.split(" ");
  if (first === "next") return next?.quote ?? null;
  const quote =
    first === "breach"
      ? breaches?.[Number(second)]?.quote
      : criteria[Number(first)]?.quotes[Number(second)];
  return quote ?? null;
}
