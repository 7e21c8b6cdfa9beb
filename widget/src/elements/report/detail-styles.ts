import { css } from "lit";

/** What the sections below a scorecard share: figures, facts, attempts. */
export const detailStyles = css`
  :host {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  section {
    display: grid;
    gap: 8px;
  }
  h3 {
    font-size: 16px;
  }
  h4 {
    font-size: 15px;
    font-weight: 600;
  }
  .figure {
    font-weight: 600;
  }
  summary {
    font-size: 15px;
  }
  li::marker {
    color: var(--_muted);
  }
  ul {
    padding-inline-start: 20px;
    list-style: disc;
    font-size: 15px;
  }
  dl {
    display: grid;
    gap: 8px;
  }
  dl > div {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 16px;
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_hairline);
    font-size: 15px;
  }
  dd.small {
    grid-column: 1 / -1;
  }
  dd:not(.small) {
    text-align: end;
  }
  figure {
    max-inline-size: 360px;
  }
  figure svg {
    display: block;
    inline-size: 100%;
    block-size: auto;
    overflow: visible;
  }
  polyline {
    stroke: var(--_accent);
  }
  circle {
    fill: var(--_surface);
    stroke: var(--_accent);
  }
  .this {
    fill: var(--_accent);
  }
  .base {
    stroke: var(--_hairline);
  }
  .mark {
    stroke: var(--_line);
    stroke-dasharray: 4 5;
  }
  text {
    fill: var(--_ink);
    stroke: var(--_surface);
    stroke-width: 4;
    paint-order: stroke;
    font-size: 13px;
    font-weight: 600;
    text-anchor: middle;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
  }
  .legend {
    order: 1;
    flex-basis: 100%;
  }
  .legend::before {
    content: "";
    display: inline-block;
    inline-size: 20px;
    margin-inline-end: 6px;
    border-block-start: 2px dashed var(--_line);
    vertical-align: middle;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 15px;
  }
  th,
  td {
    padding: 8px 12px 8px 0;
    padding-inline: 0 12px;
    border-block-end: 1px solid var(--_hairline);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }
  td,
  thead th {
    overflow-wrap: normal;
    white-space: nowrap;
  }
  thead th {
    color: var(--_muted);
    font-size: 13px;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 0;
    text-align: end;
  }
  [aria-current] > * {
    font-weight: 600;
  }
  @media (forced-colors: active) {
    polyline,
    circle,
    .mark {
      stroke: CanvasText;
    }
    circle {
      fill: Canvas;
    }
    .this,
    text {
      fill: CanvasText;
    }
    text {
      stroke: Canvas;
    }
  }
  @media print {
    dl > div,
    figure,
    tr {
      break-inside: avoid;
    }
    ::details-content {
      display: block;
      content-visibility: visible;
      block-size: auto;
    }
    .row {
      display: none;
    }
  }
`;
