import type {
  CriterionResult,
  NextThing,
  Report,
} from "../../supabase/functions/_shared/contract/report.ts";

const TITLE_COLUMNS = 34;
const BAR = "█████";

/** A report as lines for a terminal: the table first, then quotes, advice and delivery. */
export function toReportLines(report: Report): string[] {
  return [
    `Report: ${report.scenario.title} (${report.scenario.id}, ${report.scenario.version.slice(0, 8)})`,
    ...(report.rehearsal ? ["Scored by word rules of the stand-in: no judgement."] : []),
    "",
    ...toTable(report),
    "",
    ...(report.verdict ? [report.verdict] : []),
    report.summary,
    ...report.criteria.flatMap(toDetails),
    ...toList("Done well", report.strengths),
    ...toList("To do differently", report.improvements),
    ...toList(
      "Breaches",
      (report.breaches ?? []).map(({ text, quote }) => `${text} "${quote.text}"`),
    ),
    ...toList("Next", report.next ? [toNextLine(report.next)] : []),
    ...toList(
      "Objectives",
      (report.objectives ?? []).map(({ text, reached }) => `[${reached ? "x" : " "}] ${text}`),
    ),
    ...toDelivery(report),
  ];
}

function toTable({ criteria, total, passMark, reviewAdvised }: Report): string[] {
  const rows = criteria.map(({ title, level, weight, range }) => {
    const shown = level === null ? "–" : String(level);
    const bar = BAR.slice(0, level ?? 0).padEnd(BAR.length, "·");
    const span = range === undefined ? "" : `  between ${range[0]} and ${range[1]}`;
    return `${fit(title)} ${shown}/5 ${bar} ${String(weight).padStart(3)} %${span}`;
  });
  const mark = passMark === null ? "" : `, pass mark ${passMark}`;
  const verdict =
    total === null || passMark === null ? "" : total >= passMark ? " – passed" : " – not passed";
  return [
    ...rows,
    `${fit("Total")} ${total === null ? "none" : Math.round(total)} of 100${mark}${verdict}`,
    ...(reviewAdvised === true ? ["A person should look at this score."] : []),
  ];
}

function toDetails({ title, level, reason, quotes, betterWording }: CriterionResult): string[] {
  const lines = [
    ...(reason === "" ? [] : [reason]),
    ...quotes.map(({ text }) => `> ${text}`),
    ...(betterWording === null ? [] : [`Better: ${betterWording}`]),
  ];
  if (lines.length === 0) return [];
  return ["", `${title}: ${level ?? "no level"}`, ...lines.map((line) => `  ${line}`)];
}

function toNextLine({ action, wording }: NextThing): string {
  return wording === null ? action : `${action}: "${wording}"`;
}

function toList(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : ["", `${title}:`, ...entries.map((entry) => `  ${entry}`)];
}

/** What could be measured; a typed talk has no times, and what it lacks is left out. */
function toDelivery({ delivery }: Report): string[] {
  if (!delivery) return [];
  const { questions, interruptions, fillers, talkShare } = delivery;
  const figures: readonly (readonly [string, string | null])[] = [
    ["Talk share", talkShare === null ? null : `${Math.round(talkShare * 100)} %`],
    ["Words a minute", figure(delivery.wordsPerMinute)],
    ["Longest monologue", figure(delivery.longestMonologueSeconds, " s")],
    ["Questions", questions && `${questions.open} open, ${questions.closed} closed`],
    ["Time to answer", figure(delivery.responseSeconds, " s")],
    [
      "Interruptions",
      interruptions &&
        `${interruptions.byLearner} by the learner, ${interruptions.byPersona} by the persona`,
    ],
    ["Fillers", fillers && `${fillers.count} (${fillers.perHundredWords} in 100 words)`],
    ["Silence", figure(delivery.silenceSeconds, " s")],
    ["Speaker changes a minute", figure(delivery.speakerChangesPerMinute)],
  ];
  const known = figures.flatMap(([title, value]) =>
    value === null ? [] : [`${fit(title)} ${value}`],
  );
  return toList("Delivery (never scored)", known);
}

function figure(value: number | null, unit = ""): string | null {
  return value === null ? null : `${Math.round(value * 10) / 10}${unit}`;
}

function fit(title: string): string {
  return title.length > TITLE_COLUMNS
    ? `${title.slice(0, TITLE_COLUMNS - 1)}…`
    : title.padEnd(TITLE_COLUMNS);
}
