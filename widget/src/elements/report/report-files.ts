import type { CriterionResult, Report } from "#contract/report.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { chooseNext } from "./choose-next.ts";
import { describeDelivery } from "./describe-delivery.ts";
import { formatClock } from "../kit/format-clock.ts";
import { formatNumber } from "../kit/format-number.ts";
import { listFacts } from "./list-facts.ts";
import { headMoments, listMoments } from "./list-moments.ts";
import type { SavedFile } from "./save-file.ts";
import { toVerdict } from "./to-verdict.ts";
import type { ReportLine } from "./render-transcript.ts";

/** How long the last words stay on screen, and any whose end nobody measured. */
const SHOWN_MS = 4000;

/** The kinds of file. */
export type FileFormat = "txt" | "vtt" | "json";

/** What goes into a file: the call, and its scorecard where there is one. */
export interface SavedPractice {
  /** Null where the call was not scored. */
  readonly report: Report | null;
  readonly lines: readonly ReportLine[];
  /** The scenario's id. */
  readonly scenario: string;
  /** The persona's name. */
  readonly name: string;
  /** The language that was spoken. */
  readonly language: string;
}

/** What surrounds a file that people read. */
export interface FileSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
}

/** Makes the file that was asked for; text where the format is unknown. */
export function createFile(
  format: string | undefined,
  practice: SavedPractice,
  setting: FileSetting & { readonly today: string },
): SavedFile {
  const name = (extension: FileFormat): string => nameFile(practice, setting.today, extension);
  if (format === "vtt")
    return { name: name("vtt"), type: "text/vtt", content: toWebVtt(practice, setting) };
  if (format === "json")
    return { name: name("json"), type: "application/json", content: toJson(practice) };
  return { name: name("txt"), type: "text/plain", content: toText(practice, setting) };
}

/** Names a file after scenario and day, such as `practice-website-sales-fr-2026-11-20.vtt`; `today` where there is no report. */
export function nameFile(
  { report, scenario }: SavedPractice,
  today: string,
  extension: string,
): string {
  const day = /^\d{4}-\d\d-\d\d/.exec(report?.createdAt ?? "")?.[0] ?? today;
  const words = ["practice", report?.scenario.id ?? scenario, day].join("-");
  return `${words.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 100)}.${extension}`;
}

/** The report and what was said, to be read. */
export function toText(practice: SavedPractice, { texts, locale }: FileSetting): string {
  const { report, lines, name } = practice;
  const said = lines.map((line) => {
    const time = formatClock(line.startedAtMs / 1000, locale);
    return `${time} ${speakerOf(line, name, texts)}: ${wordsOf(line, texts)}`;
  });
  const parts = [
    ...(report ? describeReport(report, { texts, locale, name }) : []),
    [texts.transcript, ...said].join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function describeReport(report: Report, setting: FileSetting & { name: string }): string[] {
  const { texts } = setting;
  const { strengths, breaches = [] } = report;
  const criteria = report.criteria.map((criterion) => describeCriterion(criterion, setting));
  return [
    [texts.title, report.scenario.title, report.createdAt.slice(0, 10)].join("\n"),
    [oneLine(toVerdict(report, texts)), describeTotal(report, setting)].join("\n"),
    report.reviewAdvised ? texts.review : "",
    report.evidence === "reported" ? texts.reported : "",
    report.rehearsal ? texts.rehearsal : "",
    oneLine(report.summary),
    listUnder(
      `${texts.breaches}. ${texts.breachesHelp}`,
      breaches.map(({ text, quote }) => `${text} > ${quote.text}`),
    ),
    describeNext(report, texts),
    describeMoments(report, setting),
    [texts.criteria, ...criteria].join("\n\n"),
    listUnder(texts.strengths, strengths),
    ...describeFigures(report, setting),
    report.versions ? Object.values(report.versions).map(oneLine).join(" · ") : "",
  ];
}

function describeTotal({ total, passMark }: Report, { texts, locale }: FileSetting): string {
  if (total === null) return texts.noTotal;
  const number = (value: number): string => formatNumber(value, locale);
  const score = texts.score(number(total), number(100));
  if (passMark === null) return score;
  const mark =
    total >= passMark
      ? texts.passed(number(passMark))
      : texts.notPassed(number(passMark), number(passMark - total));
  return `${score}\n${mark}`;
}

function describeNext(report: Report, texts: ReportTexts): string {
  const next = chooseNext(report);
  if (!next) return "";
  const { action, quote, wording, isEnough } = next;
  return [
    `${isEnough ? texts.oneLevel : texts.oneThing}: ${oneLine(action)}`,
    ...(quote ? [`- ${texts.youSaid}: ${oneLine(quote.text)}`] : []),
    ...(wording === null ? [] : [`- ${texts.tryWording}: ${oneLine(wording)}`]),
  ].join("\n");
}

function describeMoments(report: Report, { texts, locale }: FileSetting): string {
  return listUnder(
    headMoments(report, texts, locale),
    listMoments(report, texts, locale).map(({ atMs, text, note }) => {
      const time = atMs === null ? "" : formatClock(atMs / 1000, locale);
      return [time, `${text}: ${note}`].filter(Boolean).join(" ");
    }),
  );
}

function describeCriterion(
  { title, level, range, reason, quotes, betterWording }: CriterionResult,
  { texts, locale }: FileSetting,
): string {
  const number = (value: number): string => formatNumber(value, locale);
  return [
    `${oneLine(title)}: ${level === null ? texts.levelNone : texts.level(number(level), number(5))}`,
    range ? texts.between(number(range[0]), number(range[1])) : "",
    oneLine(reason),
    ...quotes.map(({ text }) => `> ${oneLine(text)}`),
    betterWording === null ? "" : `${texts.tryWording}: ${oneLine(betterWording)}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function describeFigures(
  { delivery, facts }: Report,
  { texts, locale, name }: FileSetting & { name: string },
): string[] {
  const figures = delivery ? describeDelivery(delivery, texts, locale) : [];
  const noted = facts ? listFacts(facts, texts, name) : null;
  return [
    listUnder(
      `${texts.delivery}. ${texts.deliveryNote}`,
      figures.map((figure) => `${figure.name}: ${figure.value}`),
    ),
    listUnder(texts.contacts, noted?.contacts ?? []),
    listUnder(texts.commitments, noted?.commitments ?? []),
  ];
}

function listUnder(heading: string, sentences: readonly string[]): string {
  if (sentences.length === 0) return "";
  return [heading, ...sentences.map((sentence) => `- ${oneLine(sentence)}`)].join("\n");
}

/**
 * What was said as WebVTT, with a voice for each speaker.
 * @see https://www.w3.org/TR/webvtt1/ a cue ends at an empty line, begins no earlier than the one before it, and
 * carries `&`, `<` and `>` as references.
 */
export function toWebVtt({ lines, name }: SavedPractice, { texts }: FileSetting): string {
  let earliestMs = 0;
  const cues = lines.map((line, index) => {
    const startMs = Math.max(earliestMs, line.startedAtMs);
    earliestMs = startMs;
    const nextMs = lines[index + 1]?.startedAtMs ?? 0;
    // What was typed took no time, yet it is to be read.
    const heardUntilMs = line.endedAtMs ?? 0;
    const shownUntilMs = nextMs > startMs ? nextMs : startMs + SHOWN_MS;
    const endMs = heardUntilMs > startMs ? heardUntilMs : shownUntilMs;
    const voice = toCueText(speakerOf(line, name, texts));
    return `${formatStamp(startMs)} --> ${formatStamp(endMs)}\n<v ${voice}>${toCueText(wordsOf(line, texts))}`;
  });
  return `${["WEBVTT", ...cues].join("\n\n")}\n`;
}

/** All of it for programs: `version` changes when a field does. */
export function toJson({ report, lines, name, language }: SavedPractice): string {
  const practice = {
    version: 2,
    persona: name,
    language,
    report: report && { ...report, transcript: undefined },
    transcript: lines.map(({ itemId, speaker, status, text, startedAtMs, endedAtMs }) => ({
      itemId,
      speaker,
      status,
      text,
      startedAtMs,
      endedAtMs,
    })),
  };
  return `${JSON.stringify(practice, null, 2)}\n`;
}

function speakerOf({ speaker }: ReportLine, name: string, texts: ReportTexts): string {
  return speaker === "learner" ? texts.you : name || texts.persona;
}

function wordsOf({ status, text }: ReportLine, texts: ReportTexts): string {
  if (status === "unrecognized") return texts.unrecognized;
  return `${oneLine(text) || "…"}${status === "interrupted" ? ` — ${texts.interrupted}` : ""}`;
}

/** A line break in what somebody said could pass for another turn. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function toCueText(text: string): string {
  return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Milliseconds as `00:00:00.000`. */
function formatStamp(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  const parts = [whole / 3_600_000, (whole / 60_000) % 60, (whole / 1000) % 60];
  const clock = parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  return `${clock}.${String(whole % 1000).padStart(3, "0")}`;
}
