import { fixture } from "@open-wc/testing";
import { LitElement, html } from "lit";
import type { TemplateResult } from "lit";
import type { SessionState } from "../../../widget/src/domain/state/session-state.ts";
import { controls } from "../../../widget/src/elements/kit/controls.ts";
import { MakaReport } from "../../../widget/src/elements/report/maka-report.ts";
import type { ReportedPractice } from "../../../widget/src/elements/report/maka-report.ts";
import { shell } from "../../../widget/src/elements/tag/shell.ts";
import { tokens } from "../../../widget/src/elements/kit/tokens.ts";
import { englishCall } from "../../../widget/src/locales/en/call.ts";
import { englishDuringCall } from "../../../widget/src/locales/en/during-call.ts";
import { englishReport } from "../../../widget/src/locales/en/report.ts";
import type { ReportTexts } from "../../../widget/src/locales/en/report.ts";
import "../../../widget/src/entries/report.ts";

/** The card of the tag, which hands colours and sizes down to the report. */
class ReportCard extends LitElement {
  static override styles = [tokens, controls, shell];

  override render(): TemplateResult {
    return html`<div class="card"></div>`;
  }
}
customElements.define("report-card", ReportCard);

/** What surrounds a report under test. */
export interface Setting {
  readonly theme?: "light" | "dark";
  readonly texts?: ReportTexts;
  readonly locale?: string;
  readonly width?: number;
  readonly direction?: "ltr" | "rtl";
  /** Where attempts come from and ratings go; none are shown without it. */
  readonly practice?: ReportedPractice;
}

/** A practice that takes a rating and knows the learner's attempts, as a test says. */
export function createReportedPractice(change: Partial<ReportedPractice> = {}): ReportedPractice {
  return {
    rate: () => Promise.resolve(),
    loadAttempts: () => Promise.resolve([]),
    loadReport: () => Promise.reject(new Error("No report is there")),
    ...change,
  };
}

/** Words that would do harm as markup. */
export const HOSTILE = `<img src=x onerror="document.title='taken'"><b>bold</b>\${1}</q></button>`;

/** Shows a report in a card of a given theme and width. */
export async function openReport(state: SessionState, setting: Setting = {}): Promise<MakaReport> {
  const { theme = "light", texts = englishReport, locale = "en-GB", width = 720 } = setting;
  const frame = await fixture<HTMLElement>(
    html`<div>
      <report-card theme=${theme}></report-card>
    </div>`,
  );
  frame.style.inlineSize = `${width}px`;
  const report = new MakaReport();
  report.state = state;
  report.texts = texts;
  report.duringCall = { ...englishCall, ...englishDuringCall };
  report.locale = locale;
  report.personaName = "Martine Bouvier";
  report.speechLanguage = "fr";
  report.scenario = "website-sales-fr";
  report.practice = setting.practice ?? null;
  const card = frame.querySelector("report-card")?.shadowRoot?.querySelector<HTMLElement>(".card");
  if (setting.direction && card) card.dir = setting.direction;
  card?.append(report);
  await settleReport(report);
  return report;
}

/** Waits until a report and everything below it is drawn, its second download included. */
export async function settleReport(report: MakaReport): Promise<void> {
  // Asked for after the report's own request, so it is answered after it.
  await import("../../../widget/src/entries/report-details.ts");
  await import("../../../widget/src/entries/timeline.ts");
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await report.updateComplete;
  }
}

/** An inner element of a report, by its name. */
export function findPart(report: MakaReport, name: string): ShadowRoot {
  const root = find(report, name).shadowRoot;
  if (!root) throw new Error(`${name} shows nothing`);
  return root;
}

/** The first match; a test that looks for what is not there fails by name. */
export function find(report: MakaReport, selector: string): HTMLElement {
  const found = report.renderRoot.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`The report shows no ${selector}`);
  return found;
}

/** All matches, in order. */
export function findAll(report: MakaReport, selector: string): HTMLElement[] {
  return [...report.renderRoot.querySelectorAll<HTMLElement>(selector)];
}

/** What an element says, in one line. */
export function read(element: Element | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}
