import { html } from "lit";
import type { Dispute } from "#contract/console/disputes.ts";
import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { Cell, ConsoleView, ViewContext } from "../console-view.ts";
import { toNumber, whenCell } from "../describe.ts";
import type { Ask } from "../maka-ask.ts";
import { ASKING } from "./assignment-forms.ts";
import { PAGE_LIMIT } from "./attempts.ts";

const DAY_SECONDS = 86_400;

/** What learners contest, the longest waiting first, and how it was answered. */
export const disputes: ConsoleView = {
  filters: ["cohort", "scenario"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("disputes", { query }, signal);
    const { texts } = context;
    return {
      ...{ title: texts.views.disputes, next, total, empty: words.noDisputes },
      table: {
        caption: texts.views.disputes,
        columns: [
          { title: texts.learner },
          { title: texts.scenario },
          { title: words.contests },
          { title: words.words },
          { title: words.since },
          { title: words.waiting },
          { title: words.answer },
        ],
        rows: items.map((dispute) => toRow(dispute, context)),
      },
    };
  },
};

function toRow(dispute: Dispute, context: ViewContext): readonly Cell[] {
  const { learner } = dispute;
  const place = { view: "attempts", id: dispute.attemptId, query: {} } as const;
  const days = Math.floor(dispute.waitedSeconds / DAY_SECONDS);
  return [
    {
      text: learner.name,
      view: html`<a href=${context.linkTo(place)}><bdi>${learner.name}</bdi></a>`,
    },
    { text: dispute.scenario.title },
    { text: words.codes[dispute.code] },
    { text: dispute.text, view: html`<span dir="auto">${dispute.text}</span>` },
    whenCell(dispute.at, context, false),
    { text: words.days(toNumber(days, context)) },
    toAnswer(dispute, context),
  ];
}

function toAnswer({ id, learner, answer, text, mayAnswer }: Dispute, context: ViewContext): Cell {
  if (answer) {
    const who = answer.upheld ? words.upheldBy(answer.by) : words.keptBy(answer.by);
    return { text: `${who}: ${answer.text}` };
  }
  if (!mayAnswer) return { text: words.otherPerson };
  const ask: Ask = {
    ...ASKING,
    ...{ label: words.answer, confirm: words.answer, title: learner.name, help: text },
    fields: [
      {
        ...{ name: "decision", label: words.decision, type: "select", isRequired: true },
        options: [
          ["keep", words.keep],
          ["uphold", words.uphold],
        ],
      },
      { name: "text", label: words.answerText, type: "textarea", isRequired: true },
    ],
    act: async (values) => {
      const body = { upheld: values["decision"] === "uphold", text: values["text"] ?? "" };
      await context.api.send("POST", `disputes/${encodeURIComponent(id)}/answer`, body);
      context.reload(words.answered);
    },
  };
  return { text: words.waiting, view: html`<maka-ask .ask=${ask}></maka-ask>` };
}
