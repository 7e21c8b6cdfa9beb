import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Quote, Report } from "#contract/report.ts";
import type { Turn } from "../../domain/state/turn.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { formatClock } from "../kit/format-clock.ts";

/** One turn as the report shows it: the server's where there is a report, else the browser's own. */
export type ReportLine = Pick<
  Turn,
  "itemId" | "speaker" | "status" | "text" | "startedAtMs" | "endedAtMs"
>;

/** What surrounds a transcript. */
export interface TranscriptSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
  /** The persona's name. */
  readonly name: string;
  /** The language that was spoken. */
  readonly language: string;
  readonly open: boolean;
  /** The quote that was jumped to; its turn is highlighted and offers the way back. */
  readonly quote: Quote | null;
  readonly onToggle: (event: Event) => void;
  readonly onReturn: () => void;
}

/** The turns of a finished call, in order: those of its report, where there is one. */
export function listLines(report: Report | null, turns: readonly Turn[]): readonly ReportLine[] {
  return report?.transcript.map((turn) => ({ ...turn, status: turn.state })) ?? turns;
}

/** Draws who said what and when, behind a disclosure. */
export function renderTranscript(
  lines: readonly ReportLine[],
  setting: TranscriptSetting,
): TemplateResult {
  const { texts } = setting;
  if (lines.length === 0) return html`<p class="muted">${texts.noTurns}</p>`;
  return html`<details part="transcript" .open=${setting.open} @toggle=${setting.onToggle}>
    <summary><h3>${texts.transcript}</h3></summary>
    <ol>
      ${lines.map((line, index) => html`<li>${renderConnection(line, index, setting)}</li>`)}
    </ol>
  </details>`;
}

function renderConnection(
  line: ReportLine,
  index: number,
  setting: TranscriptSetting,
): TemplateResult {
  const { texts, name, locale, quote } = setting;
  const quoted = quote?.itemId === line.itemId ? quote.text : null;
  return html`<div
    class="turn ${line.speaker} ${quoted === null ? "" : "quoted"}"
    role="group"
    aria-labelledby="speaker-${index} words-${index}"
    tabindex="-1"
    data-item=${line.itemId}
  >
    <p class="speaker small" id="speaker-${index}">
      <b>${line.speaker === "learner" ? texts.you : name || texts.persona}</b>
      ${formatClock(line.startedAtMs / 1000, locale)}
    </p>
    <p class="words" id="words-${index}">${renderWords(line, quoted, setting)}</p>
    ${
      quoted === null
        ? nothing
        : html`<button type="button" class="quiet return" @click=${setting.onReturn}>
            ${texts.backToReport}
          </button>`
    }
  </div>`;
}

function renderWords(
  { status, text }: ReportLine,
  quoted: string | null,
  { texts, language }: TranscriptSetting,
): TemplateResult {
  if (status === "unrecognized") return html`<i>${texts.unrecognized}</i>`;
  const [before, marked, after] = splitAtQuote(text || "…", quoted);
  return html`<span lang=${language} dir="auto" translate="no"
      >${before}${marked ? html`<mark>${marked}</mark>` : nothing}${after}</span
    >${
      status === "interrupted" ? html`<span class="small"> — ${texts.interrupted}</span>` : nothing
    }`;
}

/** Finds a quote as the server compares it, but for case and spaces; all is `before` where it is not found. */
function splitAtQuote(text: string, quoted: string | null): readonly [string, string, string] {
  const words = quoted?.trim() ? quoted.trim().split(/\s+/) : [];
  if (words.length === 0) return [text, "", ""];
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("\\s+");
  const match = new RegExp(pattern, "iu").exec(text);
  if (!match) return [text, "", ""];
  const end = match.index + match[0].length;
  return [text.slice(0, match.index), match[0], text.slice(end)];
}
