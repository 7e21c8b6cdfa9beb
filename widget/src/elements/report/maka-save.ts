import { css, html } from "lit";
import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import type { ReportTexts } from "../../locales/en/report.ts";
import { callControls } from "../kit/call-controls.ts";
import { controls } from "../kit/controls.ts";
import type { printElement } from "./print-element.ts";
import type { createFile, FileFormat, SavedPractice } from "./report-files.ts";
import type { saveFile } from "./save-file.ts";

/** What files and paper take. */
interface FileTools {
  readonly createFile: typeof createFile;
  readonly saveFile: typeof saveFile;
  readonly printElement: typeof printElement;
}

/**
 * Saves a practice as a file, or puts it on paper.
 * @element maka-save
 */
export class MakaSave extends CoachElement {
  /** Fetches what makes files; `entries/report-details.ts` sets it. */
  static loadFiles: () => Promise<FileTools>;
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
  /** What is put on paper, and under which title. */
  @property({ attribute: false }) printed: {
    readonly element: HTMLElement;
    readonly title: string;
  } | null = null;
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

  #renderFormat(format: FileFormat, label: string): TemplateResult {
    return html`<button type="button" class="quiet" data-format=${format} @click=${this.#save}>
      ${label}
    </button>`;
  }

  readonly #save = async ({ currentTarget }: Event): Promise<void> => {
    const { practice, texts, locale } = this;
    if (!practice || !(currentTarget instanceof HTMLElement)) return;
    const today = new Date().toISOString().slice(0, 10);
    const format = currentTarget.dataset["format"];
    const { createFile, saveFile } = await MakaSave.loadFiles();
    saveFile(this.ownerDocument, createFile(format, practice, { texts, locale, today }));
  };

  readonly #print = async (): Promise<void> => {
    const { printed } = this;
    if (!printed) return;
    const { printElement } = await MakaSave.loadFiles();
    printElement(printed.element, printed.title);
  };
}
