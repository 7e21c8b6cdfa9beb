import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { narrow } from "../../domain/console/route.ts";
import type { Cell, Column, Shown, Table, ViewContext } from "./console-view.ts";

/** Draws a table, which folds into cards where there is no room for its columns. */
export function renderTable(table: Table, context: ViewContext): TemplateResult {
  const drawn = html`<table class=${table.isWide ? "wide" : ""}>
    <caption class=${table.isWide ? "small" : "unseen"}>
      ${table.caption}
    </caption>
    <thead>
      <tr>
        ${table.columns.map((column) => renderHead(column, context))}
      </tr>
    </thead>
    <tbody>
      ${table.rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, index) => renderCell(cell, index, table))}
          </tr>`,
      )}
    </tbody>
  </table>`;
  if (!table.isWide) return drawn;
  return html`<div class="scrolled" role="region" aria-label=${table.caption} tabindex="0">
    ${drawn}
  </div>`;
}

function renderCell({ text, view, tone }: Cell, index: number, { columns }: Table): TemplateResult {
  const { title = "", isNumber = false } = columns[index] ?? {};
  const words = view ?? text;
  if (index === 0) return html`<th scope="row">${words}</th>`;
  const names = [
    isNumber ? "number" : "",
    tone === null || tone === undefined ? "" : `tone tone-${Math.round(tone)}`,
  ];
  return html`<td class=${names.join(" ")} data-label=${title}><span>${words}</span></td>`;
}

function renderHead({ title, sort, isNumber }: Column, context: ViewContext): TemplateResult {
  const { query } = context.route;
  const name = isNumber ? "number" : "";
  if (sort === undefined) return html`<th scope="col" class=${name}>${title}</th>`;
  const isSorted = query.sort === sort;
  const isDown = isSorted && query.order !== "asc";
  const next = narrow(context.route, { sort, order: isDown ? "asc" : "desc" });
  return html`<th
    scope="col"
    class=${name}
    aria-sort=${isSorted ? (isDown ? "descending" : "ascending") : "none"}
  >
    <a class="sort" href=${context.linkTo(next)}
      >${title}<span aria-hidden="true">${isSorted ? (isDown ? " ↓" : " ↑") : ""}</span></a
    >
  </th>`;
}

/** Draws how much there is, and the way to more of it. */
export function renderPages(
  { table, total, next }: Shown,
  context: ViewContext,
): TemplateResult | typeof nothing {
  const { texts, route } = context;
  const rows = table?.rows.length ?? 0;
  if (rows === 0) return nothing;
  const isFirst = !route.query.after;
  return html`<nav class="row pages" aria-label=${texts.pages}>
    ${isFirst ? nothing : html`<a class="button" href=${context.linkTo(narrow(route, {}))}>${texts.firstPage}</a>`}
    ${next ? html`<a class="button" href=${context.linkTo(narrow(route, { after: next }))}>${texts.nextPage}</a>` : nothing}
    ${total === undefined ? nothing : html`<span class="muted">${texts.shown(format(rows, context), format(total, context))}</span>`}
  </nav>`;
}

function format(value: number, { locale }: ViewContext): string {
  return value.toLocaleString(locale);
}

/** What a file gets of a table: the very rows and columns that are on the screen. */
export function toRows({ columns, rows }: Table): string[][] {
  return [columns.map(({ title }) => title), ...rows.map((row) => row.map(({ text }) => text))];
}
