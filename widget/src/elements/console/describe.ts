import { html, svg } from "lit";
import type { TemplateResult } from "lit";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { AttemptRow } from "#contract/console/attempts.ts";
import type { Reason } from "#contract/console/learners.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";
import type { Cell, ViewContext } from "./console-view.ts";

/** Nothing is known, or nothing may be told. */
export const NONE = "–";

/** A day and a time in the viewer's zone. */
export function formatWhen(at: string | null, context: ViewContext, hasTime = true): string {
  const date = new Date(at ?? "");
  if (Number.isNaN(date.getTime())) return NONE;
  return date.toLocaleString(
    context.locale,
    withoutPrototype({
      timeZone: context.timeZone,
      day: "numeric",
      month: "short",
      year: "numeric",
      ...(hasTime ? { hour: "2-digit", minute: "2-digit" } : {}),
    }),
  );
}

/** A cell with a time. */
export function whenCell(at: string | null, context: ViewContext, hasTime = true): Cell {
  const text = formatWhen(at, context, hasTime);
  return { text, view: at ? html`<time datetime=${at}>${text}</time>` : text };
}

/** A cell with a number, or a dash. */
export function numberCell(
  value: number | null | undefined,
  context: ViewContext,
  digits = 0,
): Cell {
  return { text: toNumber(value, context, digits) };
}

/** A number, or a dash. */
export function toNumber(
  value: number | null | undefined,
  { locale }: ViewContext,
  digits = 0,
): string {
  return value === null || value === undefined ? NONE : formatNumber(value, locale, digits);
}

/** Seconds of a call as minutes and seconds. */
export function toClock(seconds: number, { locale }: ViewContext): string {
  return formatClock(seconds, locale);
}

/** A share as per cent, or a dash. */
export function toPercent(share: number | null, { locale }: ViewContext): string {
  if (share === null) return NONE;
  return share.toLocaleString(
    locale,
    withoutPrototype({ style: "percent", maximumFractionDigits: 0 }),
  );
}

/** A language by its name in the viewer's. */
export function nameLanguage(language: string, { locale }: ViewContext): string {
  try {
    const names = new Intl.DisplayNames(locale, withoutPrototype({ type: "language" }));
    return names.of(language) ?? language;
  } catch {
    return language;
  }
}

/** Why somebody needs help, in a sentence. */
export function describeReason(reason: Reason, context: ViewContext): string {
  const { texts } = context;
  const scenario = reason.scenario.title;
  const since = formatWhen(reason.since, context, false);
  switch (reason.kind) {
    case "failed_twice":
      return texts.reasonFailed(scenario, toNumber(reason.count ?? 2, context));
    case "criterion_low":
      return texts.reasonCriterion(
        reason.criterion?.title ?? "",
        toNumber(reason.count ?? 3, context),
      );
    case "overdue":
      return texts.reasonOverdue(scenario, since);
    case "stalled":
      return texts.reasonStalled(scenario, since);
  }
}

/** The score of an attempt in words. */
export function describeScore(row: AttemptRow, context: ViewContext): string {
  const { texts } = context;
  if (row.withheld) return texts.withheld;
  if (row.total === null) return texts.notScored;
  const total = toNumber(row.total, context);
  if (row.passed === null) return total;
  return row.passed ? texts.scorePassed(total) : texts.scoreNotPassed(total);
}

/** The learner's ring: what was got as an arc, the pass mark as a tick. */
export function renderRing(row: AttemptRow, context: ViewContext): TemplateResult {
  const { total, passMark } = row;
  const got = row.withheld ? null : total;
  return html`<svg class="ring" viewBox="0 0 44 44" aria-hidden="true">
    <circle class="base" cx="22" cy="22" r="18"></circle>
    ${
      got === null || got <= 0
        ? ""
        : svg`<circle class="got" cx="22" cy="22" r="18" pathLength="100" stroke-dasharray="${got} 100" transform="rotate(-90 22 22)"></circle>`
    }
    ${
      passMark === null
        ? ""
        : svg`<path class="tick" d="M22 1v6" transform="rotate(${passMark * 3.6} 22 22)"></path>`
    }
    <text x="22" y="26.5" text-anchor="middle">
      ${got === null ? NONE : toNumber(got, context)}
    </text>
  </svg>`;
}

/** A cell with the score of an attempt. */
export function scoreCell(row: AttemptRow, context: ViewContext): Cell {
  const text = describeScore(row, context);
  const isShort = row.withheld || row.total === null;
  return {
    text,
    view: html`<span class="score"
      >${isShort ? "" : renderRing(row, context)}<span class=${isShort ? "muted" : "unseen"}
        >${text}</span
      ></span
    >`,
  };
}
