import { html } from "lit";
import type { TemplateResult } from "lit";
import type { Assignment, AssignmentLearner } from "#contract/console/assignments.ts";
import type { Titled } from "#contract/console/attempts.ts";
import type { Named } from "#contract/console/member.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { Cell, ConsoleView, Table, ViewContext } from "../console-view.ts";
import { NONE, formatWhen, numberCell, toNumber, whenCell } from "../describe.ts";
import { renderChange, renderCreate, renderExtra, renderRemove } from "./assignment-forms.ts";
import { PAGE_LIMIT } from "./attempts.ts";

/** What is assigned to whom, and where they stand. */
export const assignments: ConsoleView = {
  filters: ["cohort", "scenario"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const [list, cohorts, scenarios] = await Promise.all([
      context.api.read("assignments", { query }, signal),
      context.api.read("cohorts", {}, signal),
      context.api.read("scenarios", { query: { limit: "100" } }, signal),
    ]);
    return {
      title: context.texts.views.assignments,
      ...{ next: list.next, total: list.total, empty: words.noAssignments },
      table: toTable(list.items, context),
      draw: (current) => renderNew(cohorts.items, scenarios.items, current),
    };
  },
};

/** One assignment: who has done what of it. */
export const assignment: ConsoleView = {
  filters: [],
  load: async (context, signal) => {
    const { id } = context.route;
    const query = { after: context.query.after ?? "", limit: PAGE_LIMIT };
    const answer = await context.api.read("assignments/:id/learners", { id, query }, signal);
    return {
      title: answer.assignment.scenario.title,
      ...{ next: answer.next, total: answer.total },
      table: toLearners(answer.assignment, answer.items, context),
      draw: (current) => renderFacts(answer.assignment, current),
    };
  },
};

function renderNew(
  cohorts: readonly Named[],
  scenarios: readonly Titled[],
  context: ViewContext,
): TemplateResult {
  if (cohorts.length === 0) return html`<p class="small">${words.noCohorts}</p>`;
  return html`<div>${renderCreate(cohorts, scenarios, context)}</div>`;
}

function renderFacts(assignment: Assignment, context: ViewContext): TemplateResult {
  const facts: readonly (readonly [string, string])[] = [
    [context.texts.cohort, assignment.cohort.name],
    [words.due, describeDue(assignment, context)],
    [words.tries, describeTries(assignment.attempts, context)],
    [words.passMark, describeMark(assignment, context)],
    [words.standing, describeStates(assignment, context)],
  ];
  return html`<dl class="facts">
      ${facts.map(
        ([name, text]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
    <div class="row">
      ${renderChange(assignment, context)} ${renderRemove(assignment, context)}
    </div>`;
}

function toTable(items: readonly Assignment[], context: ViewContext): Table {
  const { texts } = context;
  return {
    caption: texts.views.assignments,
    columns: [
      { title: texts.scenario },
      { title: texts.cohort },
      { title: words.due },
      { title: words.tries, isNumber: true },
      { title: words.passMark, isNumber: true },
      { title: words.standing },
    ],
    rows: items.map((row) => {
      const place = { view: "assignments", id: row.id, query: {} } as const;
      const link = html`<a href=${context.linkTo(place)}><bdi>${row.scenario.title}</bdi></a>`;
      return [
        { text: row.scenario.title, view: link },
        { text: row.cohort.name },
        { text: describeDue(row, context) },
        { text: describeTries(row.attempts, context) },
        { text: describeMark(row, context) },
        { text: describeStates(row, context) },
      ];
    }),
  };
}

function toLearners(
  assignment: Assignment,
  items: readonly AssignmentLearner[],
  context: ViewContext,
): Table {
  const { texts } = context;
  return {
    caption: assignment.scenario.title,
    columns: [
      { title: texts.learner },
      { title: words.state },
      { title: words.attemptsUsed, isNumber: true },
      { title: words.tries, isNumber: true },
      { title: texts.firstToLatest },
      { title: texts.lastPractice },
      { title: words.extra },
    ],
    rows: items.map((row) => [
      {
        text: row.learner.name,
        view: html`<a href=${context.linkTo({ view: "learners", id: row.learner.id, query: {} })}
          ><bdi>${row.learner.name}</bdi></a
        >`,
      },
      { text: words.states[row.state] },
      numberCell(row.attemptsUsed, context),
      { text: describeTries(row.attempts, context) },
      {
        text:
          row.first === null || row.latest === null
            ? NONE
            : texts.fromTo(toNumber(row.first, context), toNumber(row.latest, context)),
      },
      whenCell(row.lastAt, context, false),
      toExtra(assignment, row, context),
    ]),
  };
}

function toExtra(assignment: Assignment, row: AssignmentLearner, context: ViewContext): Cell {
  const own = assignment.extra.find(({ learnerId }) => learnerId === row.learner.id);
  const text = own
    ? words.extraOf(toNumber(own.days, context), toNumber(own.attempts, context))
    : NONE;
  return { text, view: renderExtra(assignment, row.learner, text, context) };
}

/** A deadline stands in its own zone, which need not be the viewer's. */
function describeDue({ dueAt, timeZone }: Assignment, context: ViewContext): string {
  return words.dueIn(formatWhen(dueAt, { ...context, timeZone }), timeZone);
}

function describeTries(attempts: number | null, context: ViewContext): string {
  return attempts === null ? words.unlimited : toNumber(attempts, context);
}

function describeMark({ passMark }: Assignment, context: ViewContext): string {
  return passMark === null ? words.ownMark : toNumber(passMark, context);
}

function describeStates({ states }: Assignment, context: ViewContext): string {
  return Object.entries(words.states)
    .flatMap(([state, name]) => {
      const count = new Map(Object.entries(states)).get(state) ?? 0;
      return count === 0 ? [] : [words.stateOf(toNumber(count, context), name)];
    })
    .join(" · ");
}
