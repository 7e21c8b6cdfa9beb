import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Shown, ViewContext } from "./console-view.ts";

/** What can be done with a view. */
export interface ToolSetting {
  /** A name is being given to the view. */
  readonly isNaming: boolean;
  /** The view has an address. */
  readonly isRouted: boolean;
  readonly onNaming: () => void;
  readonly onSave: (event: SubmitEvent) => void;
  readonly onCopy: () => void;
  readonly onDownload: () => void;
}

/** Draws what can be done with a view: keep it, hand on its address, save its rows. */
export function renderTools(
  { table }: Shown,
  { texts }: ViewContext,
  setting: ToolSetting,
): TemplateResult {
  if (setting.isNaming)
    return html`<form class="row" @submit=${setting.onSave}>
      <label
        >${texts.viewName}
        <input name="name" required maxlength="60" autocomplete="off" />
      </label>
      <button class="primary">${texts.save}</button>
      <button type="button" @click=${setting.onNaming}>${texts.cancel}</button>
    </form>`;
  return html`<button @click=${setting.onNaming}>${texts.saveView}</button>
    ${setting.isRouted ? html`<button @click=${setting.onCopy}>${texts.copyLink}</button>` : nothing}
    ${
      table === undefined || table.rows.length === 0
        ? nothing
        : html`<button title=${texts.downloadHelp} @click=${setting.onDownload}>
            ${texts.download}
          </button>`
    }`;
}

/** Draws which zone days and times are in, and lets it be another one. */
export function renderZone(
  { texts, timeZone }: ViewContext,
  onZone: (event: Event) => void,
): TemplateResult {
  return html`<div class="filters">
    <label
      >${texts.zone}
      <input
        name="zone"
        list="zones"
        autocomplete="off"
        spellcheck="false"
        .value=${timeZone}
        @change=${onZone}
      />
    </label>
    <datalist id="zones">
      ${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value=${zone}></option>`)}
    </datalist>
    <span class="muted">${texts.zoneNote(timeZone)}</span>
  </div>`;
}
