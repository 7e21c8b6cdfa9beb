import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import { nameFile, toJson, toText, toWebVtt } from "./report-files.ts";
import type { FileSetting, SavedPractice } from "./report-files.ts";
import { saveFile } from "./save-file.ts";
import type { SavedFile } from "./save-file.ts";

type Format = "txt" | "vtt" | "json";

/**
 * Saves a practice as a file, or asks for it on paper.
 * @element maka-save
 * @fires maka-print-request - The report is wanted on paper.
 */
export class MakaSave extends CoachElement {
  static override styles = [
    controls,
    callControls,
    css`
      .row {
        gap: 4px;
      }
      .row button {
        inline-size: auto;
        padding-inline: 12px;
        font-size: 15px;
      }
      @container (max-width: 359px) {
        .row {
          column-gap: 16px;
        }
        span {
          inline-size: 100%;
        }
        .row button {
          justify-content: start;
          padding-inline: 0;
        }
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) practice: SavedPractice | null = null;
  @property({ attribute: false }) texts!: ReportTexts;
  /** BCP 47, for numbers and times. */
  @property() locale = "en";

  override render(): TemplateResult {
    const { texts } = this;
    return html`<div class="row" role="group" aria-labelledby="save">
      <span class="small" id="save">${texts.saveAs}</span>
      ${this.#renderFormat("txt", texts.plainText)} ${this.#renderFormat("vtt", "WebVTT")}
      ${this.#renderFormat("json", "JSON")}
      <button type="button" class="quiet" @click=${this.#print}>${texts.print}</button>
    </div>`;
  }

  #renderFormat(format: Format, label: string): TemplateResult {
    return html`<button type="button" class="quiet" data-format=${format} @click=${this.#save}>
      ${label}
    </button>`;
  }

  readonly #save = ({ currentTarget }: Event): void => {
    const { practice, texts, locale } = this;
    if (!practice || !(currentTarget instanceof HTMLElement)) return;
    const today = new Date().toISOString().slice(0, 10);
    const format = currentTarget.dataset["format"];
    saveFile(this.ownerDocument, createFile(format, practice, { texts, locale, today }));
  };

  #print(): void {
    this.dispatchEvent(new Event("maka-print-request"));
  }
}

/** Makes the file that was asked for; text where the format is unknown. */
function createFile(
  format: string | undefined,
  practice: SavedPractice,
  setting: FileSetting & { readonly today: string },
): SavedFile {
  const name = (extension: Format): string => nameFile(practice, setting.today, extension);
  if (format === "vtt")
    return { name: name("vtt"), type: "text/vtt", content: toWebVtt(practice, setting) };
  if (format === "json")
    return { name: name("json"), type: "application/json", content: toJson(practice) };
  return { name: name("txt"), type: "text/plain", content: toText(practice, setting) };
}
