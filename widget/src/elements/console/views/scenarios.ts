import { html } from "lit";
import type { ScenarioRow } from "#contract/console/learners.ts";
import { narrow } from "../../../domain/console/route.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { ConsoleView, Table, ViewContext } from "../console-view.ts";
import { nameLanguage, numberCell, toPercent } from "../describe.ts";
import { PAGE_LIMIT } from "./attempts.ts";

/** The scenarios, as their attempts show them. */
export const scenarios: ConsoleView = {
  filters: ["q", "site", "cohort", "language", "from", "before"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("scenarios", { query }, signal);
    const title = context.texts.views.scenarios;
    return {
      ...{ title, next, total, empty: words.noScenarios, table: toTable(items, context) },
      ...(items.some(({ mean }) => mean === null)
        ? { draw: () => html`<p class="small">${words.suppressed}</p>` }
        : {}),
    };
  },
};

function toTable(items: readonly ScenarioRow[], context: ViewContext): Table {
  const { texts, route } = context;
  return {
    caption: texts.views.scenarios,
    columns: [
      { title: texts.scenario },
      { title: texts.language },
      { title: texts.countAttempts, isNumber: true },
      { title: words.learners, isNumber: true },
      { title: words.mean, isNumber: true },
      { title: words.passRate, isNumber: true },
    ],
    rows: items.map((row) => {
      const place = narrow(
        { ...route, view: "heat-map" },
        { scenario: row.id, language: "", q: "" },
      );
      return [
        {
          text: row.title,
          view: html`<a href=${context.linkTo(place)}><bdi>${row.title}</bdi></a>`,
        },
        { text: nameLanguage(row.language, context) },
        numberCell(row.attempts, context),
        numberCell(row.learners, context),
        numberCell(row.mean, context, 1),
        { text: toPercent(row.passRate, context) },
      ];
    }),
  };
}
