import { nothing, svg } from "lit";
import type { SVGTemplateResult } from "lit";
import type { AttemptSummary } from "#contract/learner-record.ts";
import { formatNumber } from "../kit/format-number.ts";

/** An attempt that has a total. */
export type ScoredAttempt = AttemptSummary & { readonly total: number };

/** What surrounds a chart. */
export interface TrendSetting {
  readonly locale: string;
  /** The session whose report is on screen. */
  readonly sessionId: string;
  /** Null where the scenario has none. */
  readonly passMark: number | null;
}

const WIDTH = 300;
const HEIGHT = 120;
/** Room for numbers above and below, and for half a number at the sides. */
const MARGIN = { x: 18, y: 22 } as const;
const HIGHEST_TOTAL = 100;

/** Attempts that have a total, in their order. */
export function listScored(attempts: readonly AttemptSummary[]): readonly ScoredAttempt[] {
  return attempts.filter((attempt): attempt is ScoredAttempt => attempt.total !== null);
}

/** Draws totals over attempts, the oldest at the line's start, with the pass mark as a dashed line. */
export function drawTrend(
  scored: readonly ScoredAttempt[],
  { locale, sessionId, passMark }: TrendSetting,
): SVGTemplateResult {
  const isRightToLeft = /^ar\b/.test(locale);
  const toX = (index: number): number => {
    const way = MARGIN.x + (index / Math.max(1, scored.length - 1)) * (WIDTH - 2 * MARGIN.x);
    return isRightToLeft ? WIDTH - way : way;
  };
  const line = scored.map(({ total }, index) => `${toX(index)},${toY(total)}`).join(" ");
  const best = Math.max(...scored.map(({ total }) => total));
  const bestIndex = scored.findLastIndex(({ total }) => total === best);
  const hasNumber = (index: number): boolean =>
    index === 0 || index === bestIndex || index === scored.length - 1;
  return svg`
    <path class="base" d="M0 ${toY(0)}H${WIDTH}"></path>
    ${passMark === null ? nothing : svg`<path class="mark" d="M0 ${toY(passMark)}H${WIDTH}"></path>`}
    <polyline points=${line}></polyline>
    ${scored.map(({ total, sessionId: id }, index) => {
      const x = toX(index);
      const y = toY(total);
      const dot = svg`<circle class=${id === sessionId ? "this" : ""} cx=${x} cy=${y} r=${id === sessionId ? 6 : 4}></circle>`;
      return hasNumber(index)
        ? svg`${dot}<text x=${x} y=${y - 10}>${formatNumber(total, locale)}</text>`
        : dot;
    })}
  `;
}

function toY(total: number): number {
  const share = Math.min(1, Math.max(0, total / HIGHEST_TOTAL));
  return MARGIN.y + (1 - share) * (HEIGHT - MARGIN.y - 8);
}
