import { css } from "lit";

/** The report and its transcript, on screen and on paper. */
export const reportStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    /* Against the reset of the tree around. */
    margin: calc(-1 * var(--_pad, 0px)) !important;
    color: var(--_ink);
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  h2 {
    scroll-margin-block: 32px;
  }
  h3 {
    font-size: 18px;
    line-height: 1.25;
  }
  h4 {
    font-size: 15px;
  }
  .report {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .report > details {
    padding-block: 8px !important;
  }
  .report > :not(header, .next),
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 20px;
    border-block-start: 1px solid var(--_hairline);
  }
  .report > .actions {
    display: flex;
  }
  .report > .banner {
    margin: 12px 20px;
    padding: 8px 12px;
    border: 0;
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 6px 16px;
    align-items: center;
    padding: 16px;
    background: var(--_tint);
  }
  header > p {
    grid-column: 1 / -1;
  }
  .verdict {
    display: grid;
    gap: 6px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
  }
  .score {
    --_size: 112px;
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--_size);
    block-size: var(--_size);
  }
  .score svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
    stroke-width: 6;
  }
  .score maka-figure {
    --_size: 96px;
  }
  .scored maka-figure {
    font-size: calc(var(--_size) / 3);
    letter-spacing: -0.02em;
  }
  .base {
    stroke: color-mix(in oklab, var(--_ink) 14%, var(--_tint));
  }
  .got,
  .reach {
    stroke: var(--_accent);
  }
  .got {
    animation: draw 700ms cubic-bezier(0.2, 0.7, 0.2, 1);
  }
  @keyframes draw {
    from {
      stroke-dasharray: 0 100;
    }
  }
  .reach {
    stroke-width: 2;
    stroke-linecap: butt;
  }
  .tick {
    stroke-width: 2.5;
  }
  .next {
    gap: 10px;
    margin: 12px;
    padding: 16px;
    border: 0;
    border-radius: 14px;
    background: var(--_learner);
  }
  .next + * {
    border: 0 !important;
  }
  .kicker {
    font-weight: 600;
  }
  .next .primary {
    min-block-size: 48px;
    border-radius: 24px;
    padding-inline: 24px;
  }
  .said {
    display: grid;
    gap: 2px;
    padding-inline-start: 12px;
    border-inline-start: 3px solid color-mix(in oklab, var(--_accent) 45%, var(--_surface));
  }
  .better {
    border-color: var(--_accent);
  }
  .said .small {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
  }
  /* A thumb's height beside small words. */
  .link {
    position: relative;
    margin-block: -10px;
    padding: 0 4px;
    font-size: 15px;
  }
  summary {
    gap: 12px;
    min-block-size: 48px;
  }
  summary::before {
    order: 9;
  }
  summary > :first-child {
    flex: 1;
    min-inline-size: 0;
  }
  .criterion {
    font-size: 15px;
  }
  .criterion > :not(summary) {
    margin-block-end: 12px;
  }
  .criterion + .criterion {
    border-block-start: 1px solid var(--_hairline);
  }
  .level {
    display: flex;
    align-items: center;
    gap: 8px;
    white-space: nowrap;
  }
  .level svg {
    inline-size: 68px;
    block-size: 10px;
    stroke: var(--_line);
    stroke-width: 1.25;
  }
  .spark {
    inline-size: 64px;
    vertical-align: middle;
  }
  :is(.level svg, .spark):dir(rtl) {
    transform: scaleX(-1);
  }
  .full {
    fill: var(--_accent);
    stroke: var(--_accent);
  }
  q:lang(fr) {
    quotes: "«\\00a0" "\\00a0»" "“" "”";
  }
  /* The browser takes the marks from the language around, which may run the other way. */
  :dir(rtl) q:dir(ltr) {
    quotes: "“" "”" "‘" "’";
  }
  .outline {
    animation: wait 1ms 5s;
  }
  .outline i {
    block-size: 16px;
    border-radius: 6px;
    background: var(--_hairline);
  }
  .outline :last-child {
    inline-size: 45%;
  }
  @keyframes wait {
  }
  .advice {
    padding-inline-start: 8px;
    border-inline-start: 4px solid var(--_line);
  }
  .breaches {
    display: grid;
    gap: 8px;
    padding-inline-start: 12px;
    border-inline-start: 4px solid var(--_danger);
    font-size: 15px;
  }
  @container (max-width: 559px) {
    .summary {
      font-size: 15px;
    }
    .next {
      gap: 8px;
    }
    .next .said:not(.better) q {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .criterion summary {
      flex-wrap: wrap;
      gap: 0 12px;
      padding-block: 8px;
    }
    .criterion h4 {
      flex-basis: 80%;
    }
    .level {
      order: 10;
      flex-basis: 100%;
    }
  }
  @container (min-width: 560px) {
    .report > :not(header, .next),
    header {
      padding: 24px 28px;
    }
    header {
      column-gap: 28px;
    }
    .next {
      margin: 20px;
      padding: 20px 24px;
    }
    .score {
      --_size: 168px;
      grid-row: span 3;
    }
    .score maka-figure {
      --_size: 144px;
    }
    h2 {
      font-size: 28px;
    }
    header > p {
      grid-column: 2;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .got {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .next,
    .banner,
    .learner .words {
      outline: 1px solid;
    }
    .got,
    .reach {
      stroke: Highlight;
    }
    .full {
      fill: CanvasText;
      stroke: CanvasText;
    }
  }
`;
