import { html } from "lit";
import type { TemplateResult } from "lit";
import type { ReportTexts } from "../locales/english-report.ts";
import { nameFile, toJson, toText, toWebVtt } from "./report-files.ts";
import type { FileSetting, SavedPractice } from "./report-files.ts";
import type { SavedFile } from "./save-file.ts";

type Format = "txt" | "vtt" | "json";

/** Draws the offer to save the practice; a click's button carries `data-format`. */
export function renderSave(texts: ReportTexts, onSave: (event: Event) => void): TemplateResult {
  const offer = (format: Format, label: string): TemplateResult =>
    html`<button type="button" class="quiet" data-format=${format} @click=${onSave}>
      ${label}
    </button>`;
  return html`<div class="row actions save" role="group" aria-labelledby="save">
    <span class="small" id="save">${texts.saveAs}</span>
    ${offer("txt", texts.plainText)} ${offer("vtt", "WebVTT")} ${offer("json", "JSON")}
  </div>`;
}

/** Makes the file that was asked for; text where the format is unknown. */
export function createFile(
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
