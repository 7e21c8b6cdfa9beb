import { css } from "lit";

/** What the sections below a scorecard share: figures, facts, attempts. */
export const detailStyles = css`
  :host {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h3 {
    font-size: 18px;
  }
  h4 {
    font-size: 15px;
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
  [role="status"]:empty {
    display: none;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 250px), 1fr));
    gap: 20px 24px;
  }
  .figures > div {
    display: grid;
    gap: 4px;
    align-content: start;
  }
  .figures h4 {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 8px;
    font-weight: 400;
  }
  .figures svg {
    inline-size: 100%;
    block-size: 18px;
    overflow: visible;
    stroke: none;
  }
  .figures svg svg {
    inline-size: auto;
  }
  .figures svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .figures svg svg:dir(rtl) {
    transform: none;
  }
  .track {
    fill: color-mix(in oklab, var(--_ink) 10%, var(--_surface));
  }
  .usual {
    stroke: var(--_ink);
    stroke-width: 2;
  }
  .needle {
    fill: var(--_ink);
    stroke: var(--_surface);
    stroke-width: 2;
  }
  .you {
    fill: var(--_accent);
  }
  .persona {
    fill: var(--_persona);
  }
  .hollow {
    fill: none;
    stroke: var(--_line);
    stroke-width: 1.5;
  }
  .attempt {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    gap: 12px;
    align-items: center;
    inline-size: 100%;
    padding: 8px 4px;
    border: 0;
    border-block-start: 1px solid var(--_hairline);
    border-radius: 0;
    font-weight: 400;
    font-size: 15px;
    text-align: start;
  }
  .attempts li:first-child .attempt {
    border: 0;
  }
  .attempt svg {
    inline-size: 40px;
    block-size: 40px;
    stroke-width: 3;
  }
  .attempt circle {
    stroke: var(--_hairline);
  }
  .attempt .got {
    stroke: var(--_accent);
  }
  text {
    fill: var(--_ink);
    stroke: none;
    font-size: 13px;
    font-weight: 600;
    text-anchor: middle;
  }
  @media (forced-colors: active) {
    .persona,
    .needle,
    text {
      fill: CanvasText;
    }
    .you {
      fill: Highlight;
    }
    .usual,
    .attempt .got {
      stroke: CanvasText;
    }
    .attempt .got {
      stroke: Highlight;
    }
  }
  @media print {
    .figures > div,
    li {
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
