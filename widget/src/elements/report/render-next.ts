import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { Report } from "#contract/report.ts";
import { icon } from "../kit/icons.ts";
import { renderQuote, renderWording } from "./render-scorecard.ts";
import type { ScorecardSetting } from "./render-scorecard.ts";

/** An arrow that comes round again. */
const againIcon = icon(svg`<path d="M15.8 7.5A6.3 6.3 0 1 0 16.3 11M16.3 3.5v4h-4"/>`);

/** The two ways on from a report. */
export interface NextActions {
  /** The brief again, with what to practise this time. */
  readonly onPractise: () => void;
  readonly onRetry: () => void;
}

/** Draws the one thing to do next: the learner's own words, another way to put it, and the ways on. */
export function renderNext(
  report: Report,
  setting: ScorecardSetting,
  { onPractise, onRetry }: NextActions,
): TemplateResult {
  const { texts, next } = setting;
  const retry = html`<button
    type="button"
    class=${next ? "quiet" : "primary"}
    part="retry-button"
    @click=${onRetry}
  >
    ${texts.wholeCall}
  </button>`;
  if (!next) return html`<div class="row actions">${retry}</div>`;
  const { action, quote, wording, isEnough } = next;
  return html`<section class="next">
    <p class="small kicker">${isEnough ? texts.oneLevel : texts.oneThing}</p>
    <h3 lang=${report.scenario.language} dir="auto">${action}</h3>
    ${quote ? renderQuote(quote, report, { ...setting, place: "next" }) : nothing}
    ${wording === null ? nothing : renderWording(wording, report, texts)}
    <div class="row actions">
      <button type="button" class="primary" @click=${onPractise}>
        ${againIcon} ${texts.practiseThis}
      </button>
      ${retry}
    </div>
  </section>`;
}
