import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { AttemptDetail } from "#contract/console/attempts.ts";
import type { ReviewTexts } from "../../../locales/en/console-review.ts";
import type { ViewContext } from "../console-view.ts";
import { formatWhen } from "../describe.ts";

/** Draws what people made of the attempt. */
export function renderReviews(
  { reviews }: AttemptDetail,
  words: ReviewTexts,
  context: ViewContext,
): TemplateResult | typeof nothing {
  if (reviews.length === 0) return nothing;
  return html`<section>
    <h3>${words.reviews}</h3>
    ${reviews.map(
      ({ by, at, verdict, next, aiShownFirst }) =>
        html`<div class="remarked">
          <p><b>${words.verdicts[verdict]}</b></p>
          ${next ? html`<p dir="auto">${words.next}: ${next}</p>` : nothing}
          <p class="small">
            ${words.by(by, formatWhen(at, context))}${aiShownFirst ? html` · ${words.shownFirstNote}` : nothing}
          </p>
        </div>`,
    )}
  </section>`;
}
