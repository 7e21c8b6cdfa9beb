import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { CriterionResult, Quote, Report } from "#contract/report.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";

const HIGHEST_TOTAL = 100;
const HIGHEST_LEVEL = 5;

/** What surrounds a scorecard. */
export interface ScorecardSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
  /** A click on a quote; `findQuote` knows it by the `data-place` of its button. */
  readonly onQuote: (event: Event) => void;
}

/** Draws the total in numbers and the pass mark in words; nothing where no criterion has a level. */
export function renderTotal(
  { total, passMark }: Report,
  { texts, locale }: ScorecardSetting,
): TemplateResult | typeof nothing {
  if (total === null) return nothing;
  const [reached, highest] = [total, HIGHEST_TOTAL].map((value) => formatNumber(value, locale));
  return html`<div class="total" part="score">
    <p>
      <span aria-hidden="true"><b>${reached}</b>/${highest}</span>
      <span class="unseen">${texts.score(reached ?? "", highest ?? "")}</span>
    </p>
    ${
      passMark === null
        ? nothing
        : html`<p class="small">
            ${(total >= passMark ? texts.passed : texts.notPassed)(formatNumber(passMark, locale))}
          </p>`
    }
  </div>`;
}

/** Draws the practice's title and the report's day. */
export function renderOrigin({ scenario, createdAt }: Report, locale: string): TemplateResult {
  const date = new Date(createdAt);
  return html`<p class="small">
    <span lang=${scenario.language} dir="auto">${scenario.title}</span>${
      Number.isNaN(date.getTime())
        ? nothing
        : html` ·
          ${date.toLocaleString(locale, withoutPrototype({ dateStyle: "long", timeStyle: "short" }))}`
    }
  </p>`;
}

/** Draws what to work on, each criterion with its proof, what worked, and how far to trust it. */
export function renderScorecard(report: Report, setting: ScorecardSetting): TemplateResult {
  const { texts } = setting;
  const { language } = report.scenario;
  return html`
    <p lang=${language} dir="auto">${report.summary}</p>
    ${report.total === null ? html`<p>${texts.noTotal}</p>` : nothing}
    ${report.reviewAdvised ? html`<p class="advice">${texts.review}</p>` : nothing}
    ${renderBreaches(report, setting)}
    ${
      report.improvements.length === 0
        ? nothing
        : html`<section class="next">
            <h3>${texts.improvements(report.improvements.length)}</h3>
            <ol lang=${language} dir="auto">
              ${report.improvements.map((sentence) => html`<li>${sentence}</li>`)}
            </ol>
          </section>`
    }
    ${
      report.criteria.length === 0
        ? nothing
        : html`<section>
            <h3>${texts.criteria}</h3>
            ${report.criteria.map((_, index) => renderCriterion(report, index, setting))}
          </section>`
    }
    ${renderObjectives(report, texts)}
    ${
      report.strengths.length === 0
        ? nothing
        : html`<section class="worked">
            <h3>${texts.strengths}</h3>
            <ul lang=${language} dir="auto">
              ${report.strengths.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>
          </section>`
    }
    ${
      report.next
        ? html`<section class="worked">
            <h3>${texts.nextPractice}</h3>
            <p lang=${language} dir="auto">${report.next.action}</p>
          </section>`
        : nothing
    }
    ${renderTrust(report, texts)}
  `;
}

/** Draws what was said that must not be, which no other criterion makes good. */
function renderBreaches(
  report: Report,
  setting: ScorecardSetting,
): TemplateResult | typeof nothing {
  const { breaches = [], scenario } = report;
  if (breaches.length === 0) return nothing;
  return html`<section class="next breaches">
    <h3>${setting.texts.breaches}</h3>
    <p class="small">${setting.texts.breachesHelp}</p>
    ${breaches.map(
      ({ text, quote }, index) =>
        html`<p lang=${scenario.language} dir="auto">${text}</p>
          ${renderQuote(quote, report, { ...setting, place: `breach ${index}` })}`,
    )}
  </section>`;
}

function renderObjectives(
  { objectives = [], scenario }: Report,
  texts: ReportTexts,
): TemplateResult | typeof nothing {
  if (objectives.length === 0) return nothing;
  return html`<section class="worked">
    <h3>${texts.objectives}</h3>
    <ul class="objectives">
      ${objectives.map(
        ({ text, reached }) =>
          html`<li class=${reached ? "reached" : ""}>
            <span lang=${scenario.language} dir="auto">${text}</span>
            <span class="small">${reached ? texts.reached : texts.notReached}</span>
          </li>`,
      )}
    </ul>
  </section>`;
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
  const { texts } = setting;
  const { language } = report.scenario;
  return html`<article class="criterion" part="criterion">
    <div class="heading">
      <h4 lang=${language} dir="auto">${criterion.title}</h4>
      ${renderLevel(criterion, setting)}
    </div>
    ${criterion.level === null ? html`<p class="muted">${texts.levelNoneHelp}</p>` : nothing}
    ${renderRange(criterion, setting)}
    ${criterion.reason ? html`<p lang=${language} dir="auto">${criterion.reason}</p>` : nothing}
    ${criterion.quotes.map((quote, place) =>
      renderQuote(quote, report, { ...setting, place: `${index} ${place}` }),
    )}
    ${
      criterion.betterWording === null
        ? nothing
        : html`<p class="try">
            <b>${texts.tryWording}</b> <q lang=${language} dir="auto">${criterion.betterWording}</q>
          </p>`
    }
  </article>`;
}

function renderLevel(
  { level }: CriterionResult,
  { texts, locale }: ScorecardSetting,
): TemplateResult {
  if (level === null) return html`<p class="level">${texts.levelNone}</p>`;
  const dots = [...Array(HIGHEST_LEVEL).keys()].map((dot) => dot < level);
  return html`<p class="level">
    <span class="dots" aria-hidden="true"
      >${dots.map((isFull) => html`<i class=${isFull ? "full" : ""}></i>`)}</span
    >
    ${texts.level(formatNumber(level, locale), formatNumber(HIGHEST_LEVEL, locale))}
  </p>`;
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

/** A quote whose turn is not in the transcript leads nowhere, so it is no button. */
function renderQuote(
  quote: Quote,
  { transcript, scenario }: Report,
  setting: ScorecardSetting & { readonly place: string },
): TemplateResult {
  const { texts, locale, place } = setting;
  const words = html`<q lang=${scenario.language} dir="auto" translate="no">${quote.text}</q>`;
  const turn = transcript.find(({ itemId }) => itemId === quote.itemId);
  if (!turn) return html`<p class="quote">${words}</p>`;
  const time = formatClock(turn.startedAtMs / 1000, locale);
  return html`<button type="button" class="quote" data-place=${place} @click=${setting.onQuote}>
    ${words} <span class="unseen">${texts.jump(time)}</span>
    <span class="time" aria-hidden="true">${time}</span>
  </button>`;
}

/** The quote that stands at a place: "breach 0" or the positions of criterion and quote, such as "1 0". */
export function findQuote({ criteria, breaches }: Report, place: string): Quote | null {
  const [first = "", second] = place.split(" ");
  const quote =
    first === "breach"
      ? breaches?.[Number(second)]?.quote
      : criteria[Number(first)]?.quotes[Number(second)];
  return quote ?? null;
}
