import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatNumber } from "../kit/format-number.ts";

/** More points than this are no line but a thicket. */
const MOST_POINTS = 12;

/** Draws what changed since the last scored attempt, in words and as a line of all up to this one, if there are two. */
export function renderChange(
  { sessionId, total }: Report,
  attempts: readonly AttemptSummary[],
  texts: ReportTexts,
  locale: string,
): TemplateResult | typeof nothing {
  const index = attempts.findIndex((attempt) => attempt.sessionId === sessionId);
  const earlier = attempts.slice(0, Math.max(0, index)).flatMap((attempt) => attempt.total ?? []);
  const last = earlier.at(-1);
  if (total === null || last === undefined) return nothing;
  const change = total - last;
  return html`<span
    >${texts.change(formatNumber(Math.abs(change), locale), Math.sign(change))}
    ${drawLine([...earlier, total].slice(-MOST_POINTS))}</span
  >`;
}

/** The earliest begins the line, this one ends it; the height is the score. */
function drawLine(totals: readonly number[]): TemplateResult {
  const step = 56 / (totals.length - 1);
  const points = totals.map(
    (total, index) => [4 + Math.round(index * step), 18 - Math.round(total * 0.16)] as const,
  );
  const [x, y] = points.at(-1) ?? [];
  return html`<svg class="spark" viewBox="0 0 64 20" aria-hidden="true">
    <polyline points=${points.join(" ")}></polyline>
    ${svg`<circle class="full" cx=${x} cy=${y} r="2.5"></circle>`}
  </svg>`;
}
