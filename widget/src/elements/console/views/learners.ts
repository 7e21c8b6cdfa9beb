import { html } from "lit";
import type { LearnerRow } from "#contract/console/learners.ts";
import type { Cell, ConsoleView, Table, ViewContext } from "../console-view.ts";
import { describeReason, NONE, numberCell, toNumber, whenCell } from "../describe.ts";
import { PAGE_LIMIT, toAttemptTable } from "./attempts.ts";

/** Who practises, from the first score to the latest. */
export const learners: ConsoleView = {
  filters: ["q", "site", "cohort", "scenario", "from", "before"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("learners", { query }, signal);
    const { texts } = context;
    return {
      ...{ title: texts.views.learners, next, total, empty: texts.noLearners },
      table: toTable(items, context),
    };
  },
};

/** One learner, and what they did. */
export const learner: ConsoleView = {
  filters: ["scenario", "from", "before", "outcome", "review"],
  load: async (context, signal) => {
    const { route, texts } = context;
    const query = { ...context.query, limit: PAGE_LIMIT };
    const answer = await context.api.read("learners/:id", { id: route.id, query }, signal);
    const { items, next, total } = answer.attempts;
    const facts: readonly (readonly [string, Cell])[] = [
      [texts.cohort, { text: answer.learner.cohort ?? NONE }],
      [texts.countAttempts, numberCell(answer.learner.attempts, context)],
      [texts.passedScenarios, numberCell(answer.learner.passedScenarios, context)],
      [texts.firstToLatest, fromTo(answer.learner, context)],
    ];
    return {
      ...{ title: answer.learner.name, next, total, empty: texts.noAttempts },
      draw: (context) =>
        html`<dl class="facts">
            ${facts.map(
              ([name, { text, view }]) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${view ?? text}</dd>
                </div>`,
            )}
          </dl>
          ${
            answer.reasons.length === 0
              ? ""
              : html`<ul class="reasons">
                  ${answer.reasons.map((reason) => html`<li>${describeReason(reason, context)}</li>`)}
                </ul>`
          }
          <h3>${texts.views.attempts}</h3>`,
      table: toAttemptTable(items, context, texts.views.attempts),
    };
  },
};

function toTable(items: readonly LearnerRow[], context: ViewContext): Table {
  const { texts } = context;
  return {
    caption: texts.views.learners,
    columns: [
      { title: texts.learner, sort: "name" },
      { title: texts.cohort },
      { title: texts.countAttempts, sort: "attempts", isNumber: true },
      { title: texts.passedScenarios, isNumber: true },
      { title: texts.firstToLatest, sort: "latest" },
      { title: texts.lastPractice, sort: "lastAt" },
      { title: texts.needsHelpShort },
    ],
    rows: items.map((row) => {
      const { route } = context;
      const link = context.linkTo({ view: "learners", id: row.id, query: route.query });
      return [
        { text: row.name, view: html`<a href=${link}><bdi>${row.name}</bdi></a>` },
        { text: row.cohort ?? NONE },
        numberCell(row.attempts, context),
        numberCell(row.passedScenarios, context),
        fromTo(row, context),
        whenCell(row.lastAt, context, false),
        { text: row.reasons.map((kind) => texts.reasonShort[kind]).join(", ") || NONE },
      ];
    }),
  };
}

/** Never to the best, which only rises. */
function fromTo({ first, latest }: LearnerRow, context: ViewContext): Cell {
  if (first === null || latest === null) return { text: NONE };
  return { text: context.texts.fromTo(toNumber(first, context), toNumber(latest, context)) };
}
