import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Titled } from "#contract/console/attempts.ts";
import type { Named } from "#contract/console/member.ts";
import { isNarrowed, narrow } from "../../domain/console/route.ts";
import type { Parameter } from "../../domain/console/route.ts";
import { moveDay } from "../../domain/console/zoned-days.ts";
import type { ViewContext } from "./console-view.ts";
import { nameLanguage } from "./describe.ts";

/** What there is to choose from. */
export interface FilterChoices {
  readonly cohorts: readonly Named[];
  readonly scenarios: readonly (Titled & { readonly language: string })[];
}

/** What surrounds the filters of a view. */
export interface FilterSetting {
  readonly filters: readonly Parameter[];
  readonly choices: FilterChoices;
  readonly context: ViewContext;
  /** A filter is being typed, or was chosen; its name is the field's. */
  readonly onInput: (event: Event) => void;
  readonly onChange: (event: Event) => void;
}

type Choice = readonly [value: string, words: string];

/** Draws a field for each filter of a view. */
export function renderFilters(setting: FilterSetting): TemplateResult | typeof nothing {
  const { filters, context } = setting;
  if (filters.length === 0) return nothing;
  const { texts, route } = context;
  return html`<div class="filters" role="group" aria-label=${texts.filters}>
    ${filters.map((filter) => renderFilter(filter, setting))}
    ${
      isNarrowed(route)
        ? html`<a
            class="button"
            href=${context.linkTo({ ...route, query: keepZone(route.query.zone) })}
            >${texts.clearFilters}</a
          >`
        : nothing
    }
  </div>`;
}

function keepZone(zone: string | undefined): { readonly zone?: string } {
  return zone === undefined ? {} : { zone };
}

function renderFilter(filter: Parameter, setting: FilterSetting): TemplateResult | typeof nothing {
  const { texts, route } = setting.context;
  const { query } = route;
  if (filter === "q")
    return html`<label
      >${texts.search}
      <input
        type="search"
        name="q"
        autocomplete="off"
        .value=${query.q ?? ""}
        @input=${setting.onInput}
        @change=${setting.onChange}
      />
    </label>`;
  if (filter === "from" || filter === "before") return renderDay(filter, setting);
  return renderChoice(filter, setting);
}

function renderDay(
  filter: "from" | "before",
  { context, onChange }: FilterSetting,
): TemplateResult {
  const { texts, route } = context;
  const { before = "" } = route.query;
  // People say until which day; an address says before which one.
  const day = filter === "before" && before ? moveDay(before, -1) : route.query[filter];
  return html`<label
    >${filter === "from" ? texts.from : texts.until}
    <input type="date" name=${filter} .value=${day ?? ""} @change=${onChange} />
  </label>`;
}

function renderChoice(filter: Parameter, setting: FilterSetting): TemplateResult | typeof nothing {
  const { texts, route } = setting.context;
  const choices = listChoices(filter, setting);
  const chosen = route.query[filter] ?? "";
  if (choices.length === 0 && !chosen) return nothing;
  const known = choices.some(([value]) => value === chosen);
  const all = chosen && !known ? [...choices, [chosen, chosen] as const] : choices;
  return html`<label
    >${nameFilter(filter, setting.context)}
    <select name=${filter} .value=${chosen} @change=${setting.onChange}>
      <option value="">${texts.all}</option>
      ${all.map(
        ([value, words]) =>
          html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
      )}
    </select>
  </label>`;
}

function nameFilter(filter: Parameter, { texts }: ViewContext): string {
  switch (filter) {
    case "cohort":
      return texts.cohort;
    case "scenario":
      return texts.scenario;
    case "language":
      return texts.language;
    case "outcome":
      return texts.outcome;
    case "review":
      return texts.review;
    default:
      return texts.site;
  }
}

function listChoices(filter: Parameter, { choices, context }: FilterSetting): Choice[] {
  const { texts } = context;
  switch (filter) {
    case "cohort":
      return choices.cohorts.map(({ id, name }) => [id, name]);
    case "scenario":
      return choices.scenarios.map(({ id, title }) => [id, title]);
    case "language":
      return [...new Set(choices.scenarios.map(({ language }) => language))]
        .sort()
        .map((language) => [language, nameLanguage(language, context)]);
    case "outcome":
      return Object.entries(texts.outcomes);
    case "review":
      return Object.entries(texts.reviewStates);
    default:
      return [];
  }
}

/** The place that a changed field leads to; null where the field is none of a filter. */
export function readFilter(event: Event, { route }: ViewContext): ViewContext["route"] | null {
  const { target } = event;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return null;
  const { name, value } = target;
  return narrow(route, { [name]: name === "before" && value ? moveDay(value, 1) : value });
}
