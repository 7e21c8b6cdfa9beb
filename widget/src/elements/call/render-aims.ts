import { html, svg } from "lit";
import type { TemplateResult } from "lit";
import type { ScenarioBrief } from "#contract/brief.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";

/** What aims are drawn with. */
export interface AimSetting {
  readonly texts: DuringCallTexts;
  readonly objectives: ScenarioBrief["objectives"];
  /** Ids of those that were reached. */
  readonly reached: readonly string[];
  /** The scenario's language. */
  readonly language: string;
}

/** A ring, which ticks once its aim is reached. */
export function renderTick(isReached: boolean): TemplateResult {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true" class="tick ${isReached ? "on" : ""}">
    ${svg`<path d="M4 10.5l4 4 8-9"/>`}
  </svg>`;
}

/** The aims one below the other, each with whether it is reached. */
export function renderAims({ texts, objectives, reached, language }: AimSetting): TemplateResult {
  return html`<ul aria-label=${texts.objectives}>
    ${objectives.map(({ id, text }) => {
      const isReached = reached.includes(id);
      return html`<li class=${isReached ? "reached" : ""}>
        ${renderTick(isReached)}
        <span
          ><span lang=${language} dir="auto">${text}</span
          ><span class="unseen">, ${isReached ? texts.reached : texts.notReached}</span></span
        >
      </li>`;
    })}
  </ul>`;
}
