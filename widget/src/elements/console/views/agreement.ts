import { html, svg } from "lit";
import type { TemplateResult } from "lit";
import type { AgreementFigures, AgreementResponse } from "#contract/console/agreement.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { Cell, ConsoleView, Table, ViewContext } from "../console-view.ts";
import { NONE, numberCell, toNumber, toPercent } from "../describe.ts";

/** How near the machine comes to people who had not seen what it gave. */
export const agreement: ConsoleView = {
  filters: ["scenario", "language"],
  load: async (context, signal) => {
    const answer = await context.api.read("agreement", { query: context.query }, signal);
    return {
      title: context.texts.views.agreement,
      table: toTable(answer, context),
      empty: words.noAgreement,
      draw: () => renderNotes(answer, context),
    };
  },
};

function renderNotes(answer: AgreementResponse, context: ViewContext): TemplateResult {
  return html`<p>${words.agreementIntro}</p>
    <p class="small">${words.agreementHelp(toNumber(answer.leastPairs, context))}</p>
    ${
      answer.scorers.length === 0
        ? ""
        : html`<p class="small">
            ${words.scorers}:
            ${answer.scorers
              .map(({ model, prompt, rubric, n }) =>
                words.scorer(model, prompt, rubric, toNumber(n, context)),
              )
              .join("; ")}.
            ${answer.scorers.length > 1 ? words.mixed : ""}
          </p>`
    }`;
}

function toTable({ criteria, pooled }: AgreementResponse, context: ViewContext): Table {
  const rows = criteria.map((row) => [
    {
      text: row.title,
      view: html`<bdi>${row.title}</bdi> <small><bdi>${row.scenario.title}</bdi></small>`,
    },
    ...toFigures(row, context),
    {
      text: words.upheldOf(
        toNumber(row.disputes.upheld, context),
        toNumber(row.disputes.answered, context),
      ),
    },
  ]);
  return {
    caption: context.texts.views.agreement,
    columns: [
      { title: words.criterion },
      { title: words.badge },
      { title: words.kappa },
      { title: words.pairs, isNumber: true },
      { title: words.exact, isNumber: true },
      { title: words.adjacent, isNumber: true },
      { title: words.mae, isNumber: true },
      { title: words.difference, isNumber: true },
      { title: words.upheld, isNumber: true },
    ],
    rows:
      pooled === null || rows.length === 0
        ? rows
        : [...rows, [{ text: words.pooled }, ...toFigures(pooled, context), { text: NONE }]],
  };
}

function toFigures(figures: AgreementFigures, context: ViewContext): readonly Cell[] {
  const { tooFew } = figures;
  const figure = (value: number | null): Cell => numberCell(tooFew ? null : value, context, 2);
  return [
    { text: words.badges[figures.badge] },
    toKappa(figures, context),
    numberCell(figures.n, context),
    { text: toPercent(tooFew ? null : figures.exact, context) },
    { text: toPercent(tooFew ? null : figures.adjacent, context) },
    figure(figures.mae),
    figure(figures.meanDifference),
  ];
}

/** The figure never stands without its interval. */
function toKappa({ kappa, interval, tooFew }: AgreementFigures, context: ViewContext): Cell {
  if (tooFew || kappa === null || interval === null) return { text: words.tooFew };
  const [low, high] = interval;
  const number = (value: number): string => toNumber(value, context, 2);
  const text = words.kappaOf(number(kappa), number(low), number(high));
  const at = (value: number): number => 5 + Math.max(0, Math.min(1, value)) * 100;
  return {
    text,
    view: html`<svg class="interval" viewBox="0 0 110 16" aria-hidden="true">
        <path d="M5 8h100"></path>
        ${svg`<path class="range" d="M${at(low)} 8H${at(high)}"></path><circle cx=${at(kappa)} cy="8" r="5"></circle>`}
      </svg>
      ${text}`,
  };
}
