import { svg } from "lit";
import type { SVGTemplateResult } from "lit";
import type { Delivery } from "#contract/delivery.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { FigureName, ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";

/** One figure of delivery that was measured, ready to be shown. */
export interface Figure {
  readonly id: FigureName;
  readonly name: string;
  readonly value: string;
  /** How it is measured, and what is usual. */
  readonly about: string;
}

/** Turns every figure that was measured into words of the locale, in the order in which they are shown. */
export function describeDelivery(
  delivery: Delivery,
  texts: ReportTexts,
  locale: string,
): readonly Figure[] {
  const number = (value: number, digits = 0): string => formatNumber(value, locale, digits);
  const clock = (seconds: number): string => formatClock(seconds, locale);
  const figure = <Value>(
    id: FigureName,
    measured: Value | null,
    toText: (value: Value) => string,
  ): Figure[] => {
    if (measured === null) return [];
    const [name, about] = texts.figures[id];
    return [{ id, name, value: toText(measured), about }];
  };
  return [
    ...figure("talkShare", delivery.talkShare, (share) =>
      texts.ofTalk(formatPercent(share, locale)),
    ),
    ...figure("wordsPerMinute", delivery.wordsPerMinute, (pace) => texts.pace(number(pace))),
    ...figure("questions", delivery.questions, ({ open, closed }) =>
      texts.questions(number(open), number(closed)),
    ),
    ...figure("longestMonologueSeconds", delivery.longestMonologueSeconds, clock),
    ...figure("responseSeconds", delivery.responseSeconds, (seconds) =>
      formatSeconds(seconds, locale),
    ),
    ...figure("interruptions", delivery.interruptions, ({ byLearner, byPersona }) =>
      texts.talkedOver(number(byLearner), number(byPersona)),
    ),
    ...figure("fillers", delivery.fillers, ({ count, perHundredWords }) =>
      texts.fillers(number(count), number(perHundredWords, 1)),
    ),
    ...figure("silenceSeconds", delivery.silenceSeconds, clock),
    ...figure("speakerChangesPerMinute", delivery.speakerChangesPerMinute, (changes) =>
      number(changes, 1),
    ),
  ];
}

/** The average of the sales calls that docs/delivery.md names. */
const USUAL_SHARE = 43;
/** Usual in interviews, and where the line of paces begins and ends. */
const USUAL_PACE = 175;
const [SLOWEST_PACE, FASTEST_PACE] = [75, 275];
const MOST_QUESTIONS = 14;

/** A figure as a picture, x in shares of its column; null for one of which there is nothing to see. */
export function drawMeasure(id: FigureName, delivery: Delivery): SVGTemplateResult | null {
  const { talkShare, wordsPerMinute, questions } = delivery;
  if (id === "talkShare" && talkShare !== null) return drawShare(talkShare * 100);
  if (id === "wordsPerMinute" && wordsPerMinute !== null) return drawPace(wordsPerMinute);
  if (id === "questions" && questions !== null)
    return svg`${Array.from(
      { length: Math.min(MOST_QUESTIONS, questions.open + questions.closed) },
      (_, index) =>
        svg`<circle cx=${index * 18 + 8} cy="9" r="6" class=${index < questions.open ? "you" : "hollow"}></circle>`,
    )}`;
  return null;
}

function drawShare(share: number): SVGTemplateResult {
  return svg`<rect class="you" width="${share}%" height="12" y="3" rx="3"></rect>
    <rect class="persona" x="${share + 1}%" width="${Math.max(0, 99 - share)}%" height="12" y="3" rx="3"></rect>
    ${drawUsual(USUAL_SHARE)}`;
}

function drawPace(pace: number): SVGTemplateResult {
  const toShare = (value: number): number =>
    Math.min(100, Math.max(0, (100 * (value - SLOWEST_PACE)) / (FASTEST_PACE - SLOWEST_PACE)));
  return svg`<rect class="track" y="6" width="100%" height="6" rx="3"></rect>${drawUsual(toShare(USUAL_PACE))}
    <svg x="${toShare(pace)}%" y="9"><circle class="needle" r="7"></circle></svg>`;
}

function drawUsual(share: number): SVGTemplateResult {
  return svg`<line class="usual" x1="${share}%" x2="${share}%" y2="18"></line>`;
}

function formatPercent(share: number, locale: string): string {
  return share.toLocaleString(
    locale,
    withoutPrototype({ style: "percent", maximumFractionDigits: 0 }),
  );
}

function formatSeconds(seconds: number, locale: string): string {
  return seconds.toLocaleString(
    locale,
    withoutPrototype({
      style: "unit",
      unit: "second",
      maximumFractionDigits: 1,
    }),
  );
}
