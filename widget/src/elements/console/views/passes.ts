import { html } from "lit";
import type { Pass } from "#contract/console/passes.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { Cell, ConsoleView, ViewContext } from "../console-view.ts";
import { formatWhen, toNumber, whenCell } from "../describe.ts";
import type { Ask } from "../maka-ask.ts";
import { ASKING } from "./assignment-forms.ts";
import { PAGE_LIMIT } from "./attempts.ts";

/** Who passed what by which rule, and the person who stands for it. */
export const passes: ConsoleView = {
  filters: ["cohort", "scenario", "from", "before"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("passes", { query }, signal);
    const { texts } = context;
    return {
      ...{ title: texts.views.passes, next, total, empty: words.noPasses },
      table: {
        caption: texts.views.passes,
        columns: [
          { title: texts.learner },
          { title: texts.scenario },
          { title: words.rule },
          { title: words.by },
          { title: words.since },
          { title: words.expires },
          { title: words.state },
        ],
        rows: items.map((pass) => toRow(pass, context)),
      },
    };
  },
};

function toRow(pass: Pass, context: ViewContext): readonly Cell[] {
  const { rule, learner } = pass;
  const mark = words.ruleOf(toNumber(rule.total, context), toNumber(rule.passMark, context));
  const place = { view: "attempts", id: pass.attemptId, query: {} } as const;
  return [
    {
      text: learner.name,
      view: html`<a href=${context.linkTo(place)}><bdi>${learner.name}</bdi></a>`,
    },
    { text: pass.scenario.title },
    { text: `${mark}, ${words.decidedBy[rule.decidedBy]}` },
    { text: pass.by },
    whenCell(pass.at, context, false),
    { text: pass.expiresAt === null ? words.never : formatWhen(pass.expiresAt, context, false) },
    toState(pass, context),
  ];
}

function toState(pass: Pass, context: ViewContext): Cell {
  const text = pass.revoked
    ? `${words.passStates.revoked}: ${pass.revoked.reason} (${pass.revoked.by})`
    : words.passStates[pass.state];
  if (pass.state !== "valid" || !mayDecide(context)) return { text };
  const ask: Ask = {
    ...ASKING,
    ...{ label: words.revoke, confirm: words.revoke, title: pass.learner.name },
    help: words.revokeHelp,
    fields: [{ name: "reason", label: words.revokeReason, type: "textarea", isRequired: true }],
    act: async ({ reason = "" }) => {
      await context.api.send("DELETE", `passes/${encodeURIComponent(pass.id)}`, { reason });
      context.reload(words.revoked);
    },
  };
  return { text, view: html`<span class="row">${text} <maka-ask .ask=${ask}></maka-ask></span>` };
}

function mayDecide({ member }: ViewContext): boolean {
  return member.roles.includes("reviewer") || member.roles.includes("admin");
}
