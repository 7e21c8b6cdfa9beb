import { html } from "lit";
import type { TemplateResult } from "lit";
import type { Brief } from "#contract/brief.ts";
import type { TagTexts } from "../locales/english-tag.ts";
import { monogramOf } from "./monogram.ts";

/** What surrounds the brief: words, and whether the learner can start now. */
export interface BriefSetting {
  readonly texts: TagTexts;
  /** The language tag for numbers and names of languages. */
  readonly locale: string;
  readonly disabled: boolean;
  /** True while the call download is on its way. */
  readonly starting: boolean;
  readonly onStart: () => void;
}

/** Draws who is called, why, and what to aim for; an outline of it while there is no brief yet. */
export function renderBrief(brief: Brief | null, setting: BriefSetting): TemplateResult {
  const { texts, disabled, starting } = setting;
  if (!brief)
    return html`
      <div class="row"><span class="monogram"></span></div>
      <div class="skeleton"></div>
      <div class="skeleton"></div>
      <p class="muted" role="status">${texts.loading}</p>
    `;
  const { persona, situation, objectives, language } = brief.scenario;
  const { voice } = brief.features;
  const hasTime = brief.limits.sessionSeconds > 0;
  return html`
    <div class="row persona" lang=${language}>
      <span class="monogram" aria-hidden="true">${monogramOf(persona.name)}</span>
      <div dir="auto">
        <h2 tabindex="-1">${persona.name}</h2>
        <p class="muted">${persona.role}</p>
      </div>
    </div>
    <p lang=${language} dir="auto">${situation}</p>
    <div>
      <h3>${texts.aimFor}</h3>
      <ul lang=${language} dir="auto">
        ${objectives.map((objective) => html`<li>${objective.text}</li>`)}
      </ul>
    </div>
    ${brief.rehearsal ? html`<p class="muted">${texts.rehearsal}</p>` : ""}
    <div class="row start">
      <p class="muted">
        ${voice && hasTime ? describe(brief, setting.locale) : `${voice ? `${texts.limitReached}. ` : ""}${texts.limitReachedHelp}`}
      </p>
      <button
        ?hidden=${!voice}
        class="primary"
        part="start-button"
        ?disabled=${disabled || !hasTime}
        @click=${setting.onStart}
      >
        ${starting ? texts.loading : texts.start}
      </button>
    </div>
  `;
}

/** Length and language in one line, such as "5 min · French". */
function describe(brief: Brief, locale: string): string {
  const { language, durationSeconds } = brief.scenario;
  const minutes = Math.floor(Math.min(durationSeconds, brief.limits.sessionSeconds) / 60);
  return [
    minutes.toLocaleString(locale, { style: "unit", unit: "minute" }),
    new Intl.DisplayNames(locale, { type: "language" }).of(language),
  ].join(" · ");
}
