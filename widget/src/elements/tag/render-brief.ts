import { html } from "lit";
import type { TemplateResult } from "lit";
import type { Brief } from "#contract/brief.ts";
import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { TagTexts } from "../../locales/en/tag.ts";
import { monogramOf } from "../kit/monogram.ts";

/** An allowance of two hours needs no thought. */
const MANY_SECONDS = 7200;

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
  const { title, persona, situation, objectives, language } = brief.scenario;
  const { voice } = brief.features;
  const refusal = findRefusal(brief, setting);
  return html`
    <div class="row persona" lang=${language}>
      <span class="monogram" aria-hidden="true">${monogramOf(persona.name)}</span>
      <div dir="auto">
        <p class="muted">${title}</p>
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
      <p class="muted">${refusal ?? describe(brief, setting)}</p>
      <button
        ?hidden=${!voice}
        class="primary"
        part="start-button"
        translate="no"
        ?disabled=${disabled || refusal !== null}
        @click=${setting.onStart}
      >
        ${starting ? texts.loading : texts.start}
      </button>
    </div>
  `;
}

/** Why no practice can begin now; null where one can. */
function findRefusal(
  { attempts, features, limits }: Brief,
  { texts, locale }: BriefSetting,
): string | null {
  if (!features.voice) return `${texts.switchedOff}. ${texts.notSetUpHelp}`;
  if (attempts && attempts.made >= (attempts.allowed ?? Infinity)) return texts.attemptsUsed;
  if (limits.sessionSeconds > 0) return null;
  const { resetsAt } = limits;
  if (!resetsAt) return `${texts.limitReached}. ${texts.limitReachedHelp}`;
  const style = withoutPrototype({ dateStyle: "long", timeStyle: "short" });
  return texts.limitUntil(new Date(resetsAt).toLocaleString(locale, style));
}

/** What a learner may want to know in one line, such as "5 min · French · attempt 2 of 3 · best 71". */
function describe(brief: Brief, { texts, locale }: BriefSetting): string {
  const { limits, attempts } = brief;
  const { language, durationSeconds } = brief.scenario;
  const minutes = (seconds: number): string =>
    Math.floor(seconds / 60).toLocaleString(
      locale,
      withoutPrototype({ style: "unit", unit: "minute" }),
    );
  const number = (value: number | null | undefined): string => value?.toLocaleString(locale) ?? "";
  const best = number(attempts?.best);
  return [
    minutes(Math.min(durationSeconds, limits.sessionSeconds)),
    new Intl.DisplayNames(locale, withoutPrototype({ type: "language" })).of(language),
    attempts && texts.attempt(number(attempts.made + 1), number(attempts.allowed)),
    best && texts.best(best),
    limits.remainingSeconds < MANY_SECONDS && texts.left(minutes(limits.remainingSeconds)),
  ]
    .filter(Boolean)
    .join(" · ");
}
