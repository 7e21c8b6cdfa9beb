import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Report } from "#contract/report.ts";
import type { Practice } from "../../domain/state/practice.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { shortNameOf } from "../kit/short-name.ts";
import { AttemptsLoader } from "./attempts-loader.ts";
import { renderChange } from "./render-change.ts";
import type { SavedPractice } from "./report-files.ts";

/** What surrounds the details of a report. */
export interface DetailsSetting {
  readonly texts: ReportTexts;
  readonly locale: string;
  readonly personaName: string;
  readonly speechLanguage: string;
}

/** What follows a result. */
export interface Closing {
  /** Whom a rating goes to; null for an earlier report, which is not rated again. */
  readonly rated: Pick<Practice, "rate"> | null;
  readonly loader: AttemptsLoader | null;
  /** The session that has just ended. */
  readonly sessionId: string;
  /** The session whose report is on screen. */
  readonly openId: string;
  /** A report of the list could not be opened. */
  readonly isRefused: boolean;
  readonly onAttempt: (event: CustomEvent<string>) => void;
  /** What may be saved; null where there is nothing, or not yet. */
  readonly saved: SavedPractice | null;
  /** What is put on paper, and under which title. */
  readonly printed: { readonly element: HTMLElement; readonly title: string };
}

/** What of a report comes as a download of its own: pictures, figures, attempts, rating and files. */
export const reportDetails = {
  createAttempts: (onChange: () => void): AttemptsLoader => new AttemptsLoader(onChange),

  /** What changed since the last time. */
  renderChange(
    report: Report,
    loader: AttemptsLoader | null,
    { texts, locale }: DetailsSetting,
  ): TemplateResult | typeof nothing {
    return renderChange(report, loader?.attempts ?? [], texts, locale);
  },

  /** The call as a picture, and its moments. `onTurn` leads to a moment's turn, from the control that stands for it. */
  renderCall(
    report: Report,
    { texts, locale, personaName }: DetailsSetting,
    onTurn: (turn: string, origin: HTMLElement | null) => void,
  ): TemplateResult {
    return html`<maka-moments
      .report=${report}
      .texts=${texts}
      locale=${locale}
      name=${shortNameOf(personaName)}
      .onTurn=${onTurn}
    ></maka-moments>`;
  },

  /** How it was spoken, and what was noted. */
  renderSpeech(
    report: Report,
    { texts, locale, personaName, speechLanguage }: DetailsSetting,
  ): TemplateResult {
    const { delivery, facts } = report;
    return html`${
      delivery && isSpoken(report)
        ? html`<maka-delivery
            .delivery=${delivery}
            .texts=${texts}
            locale=${locale}
          ></maka-delivery>`
        : nothing
    }
    ${
      facts
        ? html`<maka-facts
            .facts=${facts}
            .texts=${texts}
            .personaName=${personaName}
            .speechLanguage=${speechLanguage}
          ></maka-facts>`
        : nothing
    }`;
  },

  /** The earlier attempts, how the learner found it, and the offer to keep it. */
  renderClosing(closing: Closing, { texts, locale }: DetailsSetting): TemplateResult {
    const { rated, loader, saved, printed } = closing;
    return html`${loader ? renderAttempts(closing, loader, { texts, locale }) : nothing}
    ${
      rated
        ? html`<maka-rating .practice=${rated} .texts=${texts} locale=${locale}></maka-rating>`
        : nothing
    }
    ${
      saved
        ? html`<maka-save
            .practice=${saved}
            .printed=${printed}
            .texts=${texts}
            locale=${locale}
          ></maka-save>`
        : nothing
    }`;
  },
};
/** Those parts, as whoever has fetched them uses them. */
export type ReportDetails = typeof reportDetails;

function renderAttempts(
  { sessionId, openId, isRefused, onAttempt }: Closing,
  { attempts, hasFailed, isAsking, load }: AttemptsLoader,
  { texts, locale }: Pick<DetailsSetting, "texts" | "locale">,
): TemplateResult {
  return html`<maka-attempts
    .attempts=${attempts}
    .texts=${texts}
    .sessionId=${sessionId}
    .openId=${openId}
    locale=${locale}
    ?failed=${hasFailed}
    ?asking=${isAsking}
    ?refused=${isRefused}
    @maka-attempts-request=${load}
    @maka-attempt-request=${onAttempt}
  ></maka-attempts>`;
}

/** What a learner types takes no time. */
function isSpoken({ transcript }: Report): boolean {
  return transcript.some(
    ({ speaker, startedAtMs, endedAtMs }) =>
      speaker === "learner" && (endedAtMs === null || endedAtMs > startedAtMs),
  );
}
