import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Timeline } from "#contract/timeline.ts";
import type { ReviewTexts } from "../../../locales/en/console-review.ts";
import { drawTimeline } from "../../report/draw-timeline.ts";
import type { ViewContext } from "../console-view.ts";
import { toNumber } from "../describe.ts";

/** Draws the call as the learner's report does, with a sentence that says what the picture shows. */
export function renderPicture(
  timeline: Timeline | null,
  words: ReviewTexts,
  context: ViewContext,
): TemplateResult | typeof nothing {
  if (!timeline) return nothing;
  const { doubts, aims } = timeline;
  const bands = drawTimeline(timeline, context.texts.direction === "rtl");
  if (bands.length === 0) return nothing;
  const number = (value: number): string => toNumber(value, context);
  return html`<figure class="stack">
    <div class="strip">
      ${bands.map(
        ([band, picture]) =>
          html`<p>${words.bands[band]}</p>
            ${picture}`,
      )}
    </div>
    <figcaption class="small">
      ${words.picture(
        number(doubts.filter(({ settledMs }) => settledMs !== null).length),
        number(doubts.length),
        number(aims.filter(({ atMs }) => atMs !== null).length),
        number(aims.length),
      )}
    </figcaption>
  </figure>`;
}
