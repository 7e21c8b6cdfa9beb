import { css } from "lit";

/** Tables, which become cards where there is no room for their columns, and the rings in them. */
export const tableStyles = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 15px;
  }
  th,
  td {
    padding: 10px 12px;
    text-align: start;
    vertical-align: middle;
    font-weight: 400;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  tbody th {
    font-weight: 600;
    min-inline-size: 120px;
  }
  thead th {
    padding-block: 4px;
    font-size: 13px;
    color: var(--_muted);
    border-block-end: 1px solid var(--_line);
    overflow-wrap: normal;
  }
  tbody tr {
    border-block-end: 1px solid var(--_hairline);
  }
  tbody tr:hover {
    background: var(--_raised);
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  time,
  .score {
    font-variant-numeric: tabular-nums;
  }
  .sort {
    display: inline-block;
    padding-block: 8px;
    text-decoration: none;
    white-space: nowrap;
  }
  .sort:hover {
    text-decoration: underline;
  }
  .ring {
    display: inline-block;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    fill: none;
    stroke-width: 3.5;
    stroke-linecap: round;
    vertical-align: middle;
  }
  .ring text {
    fill: var(--_ink);
    stroke: none;
    font-size: 13px;
    font-weight: 600;
  }
  .base {
    stroke: color-mix(in oklab, var(--_ink) 14%, var(--_surface));
  }
  .got {
    stroke: var(--_accent);
  }
  .tick {
    stroke: var(--_ink);
    stroke-width: 2;
  }
  .scrolled {
    overflow-x: auto;
  }
  .wide {
    inline-size: auto;
    min-inline-size: 100%;
  }
  .wide caption {
    padding-block-end: 8px;
    text-align: start;
  }
  .wide thead th {
    min-inline-size: 92px;
    vertical-align: bottom;
  }
  .wide tbody th {
    position: sticky;
    inset-inline-start: 0;
    background: var(--_surface);
  }
  .tone {
    background: color-mix(in oklab, var(--_accent) var(--_share), var(--_surface));
    border: 2px solid var(--_surface);
    border-radius: 8px;
    text-align: center;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .tone-0 {
    --_share: 3%;
  }
  .tone-1 {
    --_share: 8%;
  }
  .tone-2 {
    --_share: 14%;
  }
  .tone-3 {
    --_share: 21%;
  }
  .tone-4 {
    --_share: 29%;
  }
  .tone-5 {
    --_share: 38%;
  }
  tbody th small {
    display: block;
    font-weight: 400;
  }
  .wide tbody td {
    text-align: center;
  }
  .interval {
    display: block;
    inline-size: 110px;
    block-size: 16px;
    stroke: var(--_line);
    stroke-width: 2;
    fill: none;
  }
  .interval .range {
    stroke: var(--_accent);
    stroke-width: 4;
    stroke-linecap: round;
  }
  .interval circle {
    fill: var(--_ink);
    stroke: none;
  }
  @container (max-width: 759px) {
    table:not(.wide) :is(thead, .unseen + thead) {
      position: absolute;
      clip-path: inset(50%);
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
    }
    table:not(.wide),
    table:not(.wide) tbody {
      display: block;
    }
    table:not(.wide) tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      gap: 4px 16px;
      padding-block: 12px;
    }
    table:not(.wide) :is(th, td) {
      padding: 0;
      text-align: start;
    }
    table:not(.wide) th {
      grid-column: 1 / -1;
      font-size: 16px;
    }
    table:not(.wide) td {
      display: grid;
      align-content: start;
    }
    table:not(.wide) td::before {
      content: attr(data-label);
      color: var(--_muted);
      font-size: 13px;
    }
  }
`;
