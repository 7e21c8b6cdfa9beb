import { html } from "lit";
import type { HeatMapCell, HeatMapResponse } from "#contract/console/heat-map.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { Cell, ConsoleView, Table, ViewContext } from "../console-view.ts";
import { NONE, toNumber } from "../describe.ts";

/** What each learner reached at each criterion of a scenario, from the first attempt to the latest. */
export const heatMap: ConsoleView = {
  filters: ["scenario", "site", "cohort", "from", "before"],
  load: async (context, signal) => {
    const title = context.texts.views["heat-map"];
    if (!context.query.scenario)
      return { title, draw: () => html`<p class="notice">${words.chooseScenario}</p>` };
    const map = await context.api.read("heat-map", { query: context.query }, signal);
    const note = map.suppressed ? `${words.heatNote} ${words.suppressed}` : words.heatNote;
    return {
      ...{ title, empty: words.noHeat, table: toTable(map, context) },
      draw: () => html`<p class="small">${note}</p>`,
    };
  },
};

function toTable(map: HeatMapResponse, context: ViewContext): Table {
  const learners = map.rows.map(({ learner, cells }) => [
    {
      text: learner.name,
      view: html`<a
        href=${context.linkTo({ view: "learners", id: learner.id, query: context.route.query })}
        ><bdi>${learner.name}</bdi></a
      >`,
    },
    ...map.criteria.map((_, index) => toCell(cells[index] ?? null, context)),
  ]);
  const number = (value: number): string => toNumber(value, context, 1);
  const means = map.means.map((mean): Cell => {
    if (!mean) return { text: NONE };
    const [low, high] = mean.interval;
    const text = words.meanOf(number(mean.mean), number(low), number(high), number(mean.n));
    return { text, view: html`<small>${text}</small>` };
  });
  const hasMeans = map.means.some((mean) => mean !== null);
  return {
    caption: words.heatCaption(map.scenario?.title ?? "", toNumber(map.rows.length, context)),
    isWide: true,
    columns: [{ title: context.texts.learner }, ...map.criteria.map(({ title }) => ({ title }))],
    rows: hasMeans ? [...learners, [{ text: words.heatMean }, ...means]] : learners,
  };
}

function toCell(cell: HeatMapCell | null, context: ViewContext): Cell {
  if (!cell || cell.latest === null) return { text: NONE };
  const latest = toNumber(cell.latest, context);
  const isOne = cell.n < 2 || cell.first === null;
  const text = isOne ? latest : context.texts.fromTo(toNumber(cell.first, context), latest);
  return { text, tone: cell.latest };
}
