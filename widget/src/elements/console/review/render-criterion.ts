import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { AttemptDetail, ReviewedCriterion } from "#contract/console/attempts.ts";
import type { ReviewTexts } from "../../../locales/en/console-review.ts";
import type { ViewContext } from "../console-view.ts";
import { NONE, toClock, toNumber } from "../describe.ts";
import { LEVELS } from "./draft.ts";
import type { DraftLevel } from "./draft.ts";

/** What surrounds a criterion. */
export interface CriterionSetting {
  readonly words: ReviewTexts;
  readonly context: ViewContext;
  readonly detail: AttemptDetail;
  /** What is given so far; null where nothing may be given any more. */
  readonly given: DraftLevel | null;
  readonly isCurrent: boolean;
  readonly onLevel: (event: Event) => void;
  readonly onReason: (event: Event) => void;
  readonly onQuote: (event: Event) => void;
}

/** Draws a criterion: what each level means, the level that is given, and what the machine gave. */
export function renderCriterion(
  criterion: ReviewedCriterion,
  setting: CriterionSetting,
): TemplateResult {
  const { given, isCurrent, context } = setting;
  const { language } = setting.detail.attempt.scenario;
  return html`<fieldset
    class="criterion ${isCurrent ? "current" : ""}"
    data-criterion=${criterion.id}
  >
    <legend lang=${language} dir="auto" tabindex="-1">${criterion.title}</legend>
    <p class="small" lang=${language} dir="auto">${criterion.description}</p>
    ${given === null ? nothing : renderChoice(criterion, given, setting)}
    ${given === null || criterion.ai ? renderBoth(criterion, setting) : nothing}
    ${criterion.ai?.quotes.map((quote) => {
      const turn = setting.detail.turns.find(({ itemId }) => itemId === quote.itemId);
      const time = turn ? toClock(turn.startedAtMs / 1_000, context) : "";
      return html`<p class="quote">
        <q lang=${language} dir="auto" translate="no">${quote.text}</q>
        ${
          turn
            ? html`<button
                class="quiet remark"
                data-turn=${quote.itemId}
                data-quote=${quote.text}
                aria-label=${setting.words.quote(time)}
                @click=${setting.onQuote}
              >
                ${time}
              </button>`
            : nothing
        }
      </p>`;
    })}
  </fieldset>`;
}

function renderChoice(
  { id, anchors }: ReviewedCriterion,
  given: DraftLevel,
  { words, context, detail, onLevel, onReason }: CriterionSetting,
): TemplateResult {
  const choices = [
    ...LEVELS.map((level) => [String(level), toNumber(level, context)] as const),
    ["n", words.notApplicable] as const,
  ];
  const chosen = given.level === undefined ? "" : given.level === null ? "n" : String(given.level);
  const anchor = anchors.find(({ level }) => level === given.level);
  return html`<div class="levels" data-criterion=${id} @change=${onLevel}>
      ${choices.map(
        ([value, text]) =>
          html`<label class="level"
            ><input
              type="radio"
              name="level-${id}"
              value=${value}
              .checked=${value === chosen}
              aria-label=${value === "n" ? words.notApplicableName : words.level(text)}
            /><span aria-hidden="true">${text}</span></label
          >`,
      )}
    </div>
    ${anchor ? html`<p class="small anchor" lang=${detail.attempt.scenario.language} dir="auto">${anchor.text}</p>` : nothing}
    <label
      >${words.reason}
      <textarea
        rows="1"
        maxlength="1000"
        data-criterion=${id}
        title=${words.reasonHelp}
        .value=${given.reason}
        @input=${onReason}
      ></textarea>
    </label>`;
}

/** Machine and person, side by side. */
function renderBoth(
  { ai, human }: ReviewedCriterion,
  { words, context, detail }: CriterionSetting,
): TemplateResult {
  const { language } = detail.attempt.scenario;
  const level = (given: { readonly level: number | null } | null): string =>
    given === null
      ? NONE
      : given.level === null
        ? words.notApplicable
        : toNumber(given.level, context);
  return html`<dl class="facts">
      ${
        human === null
          ? nothing
          : html`<div>
              <dt>${words.person}</dt>
              <dd>${level(human)}</dd>
            </div>`
      }
      ${
        ai === null
          ? nothing
          : html`<div>
              <dt>${words.machine}</dt>
              <dd>${level(ai)}</dd>
            </div>`
      }
    </dl>
    ${human?.reason ? html`<p dir="auto">${human.reason}</p>` : nothing}
    ${ai?.reason ? html`<p class="small" lang=${language} dir="auto">${words.machineReason(ai.reason)}</p>` : nothing}`;
}
