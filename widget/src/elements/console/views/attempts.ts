import { html } from "lit";
import type { AttemptRow } from "#contract/console/attempts.ts";
import type { Column, ConsoleView, Table, ViewContext } from "../console-view.ts";
import { nameLanguage, numberCell, scoreCell, toClock, whenCell } from "../describe.ts";

/** How many rows a page of a list has. */
export const PAGE_LIMIT = "50";

/** Every official attempt; narrowed to what waits for a review it is the queue. */
export const attempts: ConsoleView = {
  filters: [
    ...(["q", "site", "cohort", "scenario", "language"] as const),
    ...(["from", "before", "outcome", "review"] as const),
  ],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("attempts", { query }, signal);
    const { texts } = context;
    return {
      ...{ title: texts.views.attempts, next, total, empty: texts.noAttempts },
      table: toAttemptTable(items, context, texts.views.attempts),
    };
  },
};

/** Lists attempts. */
export function toAttemptTable(
  items: readonly AttemptRow[],
  context: ViewContext,
  caption: string,
): Table {
  const { texts } = context;
  const columns: readonly Column[] = [
    { title: texts.learner, sort: "name" },
    { title: texts.scenario },
    { title: texts.language },
    { title: texts.attempt, isNumber: true },
    { title: texts.when, sort: "startedAt" },
    { title: texts.duration, isNumber: true },
    { title: texts.score },
    { title: texts.review },
  ];
  const rows = items.map((row) => [
    {
      text: row.learner.name,
      view: html`<a
        href=${context.linkTo({ view: "attempts", id: row.id, query: context.route.query })}
        ><bdi>${row.learner.name}</bdi></a
      >`,
    },
    { text: row.scenario.title, view: html`<bdi>${row.scenario.title}</bdi>` },
    { text: nameLanguage(row.scenario.language, context) },
    numberCell(row.attempt, context),
    whenCell(row.startedAt, context),
    { text: toClock(row.seconds, context) },
    scoreCell(row, context),
    { text: describeReview(row, context) },
  ]);
  return { caption, columns, rows };
}

function describeReview(row: AttemptRow, { texts }: ViewContext): string {
  if (row.reviewedByMe) return texts.reviewedByMe;
  if (row.reviews > 0) return texts.reviewed;
  if (row.reviewAdvised) return texts.reviewAdvised;
  return texts.reviewWaiting;
}
