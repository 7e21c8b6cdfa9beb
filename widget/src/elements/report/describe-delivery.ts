import type { Delivery } from "#contract/delivery.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { FigureName, ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";

/** One figure of delivery, ready to be shown. */
export interface Figure {
  readonly name: string;
  /** Null where it could not be measured, which is not zero. */
  readonly value: string | null;
  /** How it is measured, and what is usual. */
  readonly about: string;
}

/** Turns every figure into words of the locale, in the order in which they are shown. */
export function describeDelivery(
  delivery: Delivery,
  texts: ReportTexts,
  locale: string,
): readonly Figure[] {
  const number = (value: number, digits = 0): string => formatNumber(value, locale, digits);
  const clock = (seconds: number): string => formatClock(seconds, locale);
  const figure = (name: FigureName, value: string | null): Figure => {
    const [title, about] = texts.figures[name];
    return { name: title, value, about };
  };
  return [
    figure(
      "talkShare",
      map(delivery.talkShare, (share) => formatPercent(share, locale)),
    ),
    figure(
      "wordsPerMinute",
      map(delivery.wordsPerMinute, (pace) => number(pace)),
    ),
    figure("longestMonologueSeconds", map(delivery.longestMonologueSeconds, clock)),
    figure(
      "questions",
      map(delivery.questions, ({ open, closed }) => texts.questions(number(open), number(closed))),
    ),
    figure(
      "responseSeconds",
      map(delivery.responseSeconds, (seconds) => formatSeconds(seconds, locale)),
    ),
    figure(
      "interruptions",
      map(delivery.interruptions, ({ byLearner, byPersona }) =>
        texts.talkedOver(number(byLearner), number(byPersona)),
      ),
    ),
    figure(
      "fillers",
      map(delivery.fillers, ({ count, perHundredWords }) =>
        texts.fillers(number(count), number(perHundredWords, 1)),
      ),
    ),
    figure("silenceSeconds", map(delivery.silenceSeconds, clock)),
    figure(
      "speakerChangesPerMinute",
      map(delivery.speakerChangesPerMinute, (changes) => number(changes, 1)),
    ),
  ];
}

/** The few figures that stand in one line, such as "You spoke 58 % · 142 words/min"; empty where none was measured. */
export function summarizeDelivery(delivery: Delivery, texts: ReportTexts, locale: string): string {
  const { talkShare, wordsPerMinute, questions } = delivery;
  return [
    map(talkShare, (share) => texts.spoke(formatPercent(share, locale))),
    map(wordsPerMinute, (pace) => texts.pace(formatNumber(pace, locale))),
    map(questions, ({ open }) => texts.open(formatNumber(open, locale))),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

function map<T>(value: T | null, toText: (value: T) => string): string | null {
  return value === null ? null : toText(value);
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
