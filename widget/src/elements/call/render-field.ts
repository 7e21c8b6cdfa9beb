import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { CardField } from "#contract/progress.ts";
import type { DuringCallTexts } from "../../locales/en/during-call.ts";

/** What a field of the learner's screen is drawn with. */
export interface FieldSetting {
  readonly texts: DuringCallTexts;
  /** The scenario's language, of labels and choices. */
  readonly language: string;
  /** What the learner entered, which may be nothing; undefined while the field was left alone. */
  readonly entered: string | undefined;
  /** What the customer said that belongs here. */
  readonly noted: string | undefined;
}

/** The sentence that an author wrote about a field or a tool, as a label: without its full stop. */
export function labelOf({ about }: { readonly about: string }): string {
  return about.replace(/[.。]\s*$/, "");
}

/** Draws one field with its label. What came from the call is marked until the learner changes it. */
export function renderField(field: CardField, setting: FieldSetting): TemplateResult {
  const { texts, language, entered, noted } = setting;
  const isNoted = entered === undefined && noted !== undefined;
  return html`<label class=${isNoted ? "noted" : ""}>
    <span>
      <span lang=${language} dir="auto">${labelOf(field)}</span>
      ${isNoted ? html`<span class="small">· ${texts.fromCall}</span>` : nothing}
    </span>
    ${renderControl(field, entered ?? noted ?? "", setting)}
  </label>`;
}

function renderControl(field: CardField, value: string, setting: FieldSetting): TemplateResult {
  const { name, type, choices } = field;
  const { texts, language } = setting;
  if (type === "boolean")
    return renderSelect(name, value, texts, [
      ["true", texts.yes],
      ["false", texts.no],
    ]);
  if (choices)
    return renderSelect(
      name,
      value,
      texts,
      choices.map((choice) => [choice, choice]),
    );
  return html`<input
    name=${name}
    type=${type}
    step=${type === "number" ? "any" : nothing}
    lang=${type === "text" ? language : nothing}
    dir=${type === "text" ? "auto" : nothing}
    maxlength="200"
    autocomplete="off"
    required
    .value=${value}
  />`;
}

function renderSelect(
  name: string,
  value: string,
  texts: DuringCallTexts,
  choices: readonly (readonly [value: string, words: string])[],
): TemplateResult {
  const wanted = value.toLowerCase();
  return html`<select name=${name} required>
    <option value="" .selected=${!value}>${texts.choose}</option>
    ${choices.map(
      ([choice, words]) =>
        html`<option value=${choice} .selected=${choice.toLowerCase() === wanted}>
          ${words}
        </option>`,
    )}
  </select>`;
}
