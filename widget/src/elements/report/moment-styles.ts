import { css } from "lit";

/** The picture of a call and its moments. */
export const momentStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h3 {
    font-size: 18px;
  }
  .strip {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .strip p {
    margin-block-start: 6px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 1.35;
  }
  .strip .axis {
    display: flex;
    justify-content: space-between;
    margin: 0;
  }
  .band {
    display: block;
    inline-size: 100%;
    block-size: auto;
    overflow: visible;
  }
  .band[height] {
    block-size: attr(height px);
  }
  .band,
  .moment svg {
    stroke-width: 2;
  }
  .minute {
    stroke: var(--_hairline);
    stroke-width: 1;
  }
  .touch,
  .moment .empty {
    fill: #0000;
    stroke: none;
  }
  .band svg {
    overflow: visible;
    inline-size: auto;
    block-size: auto;
  }
  .area {
    fill: color-mix(in oklab, var(--_persona) 22%, var(--_surface));
    stroke: none;
  }
  .curve {
    stroke: var(--_persona);
    vector-effect: non-scaling-stroke;
  }
  .doubt {
    stroke: var(--_persona);
  }
  .stays {
    stroke-dasharray: 2 4;
  }
  .raised {
    fill: var(--_surface);
    stroke: var(--_persona);
  }
  .settled {
    fill: var(--_persona);
    stroke: var(--_persona);
  }
  rect,
  .aim {
    stroke: none;
  }
  .persona {
    fill: var(--_persona);
  }
  .learner,
  .aim {
    fill: var(--_accent);
  }
  .tick {
    stroke: var(--_on-accent);
    stroke-width: 2.5;
  }
  .moment .empty {
    stroke: var(--_line);
    stroke-width: 1.75;
  }
  .mark[data-turn]:not([data-turn=""]) {
    cursor: pointer;
  }
  .moment {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr) auto;
    gap: 2px 12px;
    align-items: center;
    min-block-size: 44px;
    inline-size: 100%;
    padding: 7px 4px;
    border: 0;
    border-block-start: 1px solid var(--_hairline);
    border-radius: 0;
    font-weight: 400;
    font-size: 15px;
    line-height: 1.35;
    text-align: start;
  }
  li:first-child .moment {
    border: 0;
  }
  .moment svg {
    inline-size: 22px;
    block-size: 22px;
  }
  small,
  .when {
    color: var(--_muted);
    font-size: 13px;
  }
  @container (max-width: 419px) {
    small {
      display: block;
    }
  }
  @container (min-width: 560px) {
    .strip {
      grid-template-columns: 124px minmax(0, 1fr);
      gap: 8px 16px;
      align-items: center;
    }
    .strip p {
      margin: 0;
    }
    .strip .axis {
      grid-column: 2;
    }
  }
  @media (forced-colors: active) {
    .curve,
    .doubt,
    .raised,
    .settled {
      stroke: CanvasText;
    }
    .persona,
    .settled {
      fill: CanvasText;
    }
    .learner,
    .aim {
      fill: Highlight;
    }
  }
  @media print {
    li,
    .strip {
      break-inside: avoid;
    }
  }
`;
