import { html } from "lit";
import type { TemplateResult } from "lit";
import type {
  Assignment,
  AssignmentChange,
  AssignmentRequest,
} from "#contract/console/assignments.ts";
import type { Titled } from "#contract/console/attempts.ts";
import type { Named } from "#contract/console/member.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { ViewContext } from "../console-view.ts";
import type { Ask, AskField } from "../maka-ask.ts";

/** What every question says alike. */
export const ASKING = {
  ...{ cancel: words.cancel, confirm: words.save },
  ...{ refused: words.refused, conflict: words.conflict },
};

/** Draws the way to a new assignment. */
export function renderCreate(
  cohorts: readonly Named[],
  scenarios: readonly Titled[],
  context: ViewContext,
): TemplateResult {
  const ask: Ask = {
    ...ASKING,
    ...{ label: words.newAssignment, title: words.newAssignment, isPrimary: true },
    fields: [
      {
        ...{ name: "scenarioId", label: context.texts.scenario, type: "select", isRequired: true },
        options: scenarios.map(({ id, title }) => [id, title]),
        value: context.query.scenario ?? "",
      },
      {
        ...{ name: "cohortId", label: context.texts.cohort, type: "select", isRequired: true },
        options: cohorts.map(({ id, name }) => [id, name]),
        value: context.query.cohort ?? "",
      },
      ...listFields({ due: "", timeZone: context.timeZone, attempts: null, passMark: null }),
    ],
    act: async (values) => {
      const { scenarioId = "", cohortId = "" } = values;
      const body: AssignmentRequest = { ...readFields(values), scenarioId, cohortId, extra: [] };
      await context.api.send("POST", "assignments", body);
      context.reload(words.assigned);
    },
  };
  return html`<maka-ask .ask=${ask}></maka-ask>`;
}

/** Draws the way to change an assignment. */
export function renderChange(assignment: Assignment, context: ViewContext): TemplateResult {
  const ask: Ask = {
    ...ASKING,
    ...{ label: words.changeAssignment, title: assignment.scenario.title },
    fields: listFields(assignment),
    act: async (values) => {
      await change(assignment, readFields(values), context);
      context.reload(words.assigned);
    },
  };
  return html`<maka-ask .ask=${ask}></maka-ask>`;
}

/** Draws the way to delete an assignment. */
export function renderRemove(assignment: Assignment, context: ViewContext): TemplateResult {
  const ask: Ask = {
    ...ASKING,
    ...{ label: words.removeAssignment, confirm: words.removeAssignment },
    ...{ title: assignment.scenario.title, help: words.removeSure, fields: [] },
    act: async () => {
      await context.api.send("DELETE", `assignments/${encodeURIComponent(assignment.id)}`);
      context.go({ view: "assignments", id: null, query: {} });
    },
  };
  return html`<maka-ask .ask=${ask}></maka-ask>`;
}

/** Draws what a learner has in addition, and the way to change it. */
export function renderExtra(
  assignment: Assignment,
  learner: Named,
  label: string,
  context: ViewContext,
): TemplateResult {
  const others = assignment.extra.filter(({ learnerId }) => learnerId !== learner.id);
  const own = assignment.extra.find(({ learnerId }) => learnerId === learner.id);
  const ask: Ask = {
    ...ASKING,
    ...{ label, title: words.extraFor(learner.name) },
    fields: [
      {
        ...{ name: "days", label: words.extraDays, type: "number", isRequired: true },
        ...{ range: [0, 365], value: String(own?.days ?? 0) },
      },
      {
        ...{ name: "attempts", label: words.extraAttempts, type: "number", isRequired: true },
        ...{ range: [0, 100], value: String(own?.attempts ?? 0) },
      },
    ],
    act: async ({ days = "0", attempts = "0" }) => {
      const given = { learnerId: learner.id, days: Number(days), attempts: Number(attempts) };
      const extra = [
        ...others.map((each) => ({
          ...{ learnerId: each.learnerId, days: each.days, attempts: each.attempts },
        })),
        ...(given.days + given.attempts > 0 ? [given] : []),
      ];
      await change(assignment, { extra }, context);
      context.reload(words.extraSaved);
    },
  };
  return html`<maka-ask .ask=${ask}></maka-ask>`;
}

async function change(
  { id }: Assignment,
  body: AssignmentChange,
  context: ViewContext,
): Promise<void> {
  await context.api.send("PATCH", `assignments/${encodeURIComponent(id)}`, body);
}

type Terms = Pick<Assignment, "due" | "timeZone" | "attempts" | "passMark">;

function listFields({ due, timeZone, attempts, passMark }: Terms): readonly AskField[] {
  return [
    {
      ...{ name: "due", label: words.due, type: "datetime-local", isRequired: true },
      value: due.slice(0, 16),
    },
    { name: "timeZone", label: words.zone, type: "text", isRequired: true, value: timeZone },
    {
      ...{ name: "attempts", label: `${words.tries} (${words.unlimited}: –)`, type: "number" },
      ...{ range: [1, 100], value: attempts === null ? "" : String(attempts) },
    },
    {
      ...{ name: "passMark", label: `${words.passMark} (${words.ownMark}: –)`, type: "number" },
      ...{ range: [0, 100], value: passMark === null ? "" : String(passMark) },
    },
  ];
}

function readFields(values: Readonly<Record<string, string>>): Terms {
  const { due = "", timeZone = "", attempts = "", passMark = "" } = values;
  return {
    due: due.slice(0, 16),
    timeZone,
    attempts: attempts === "" ? null : Number(attempts),
    passMark: passMark === "" ? null : Number(passMark),
  };
}
