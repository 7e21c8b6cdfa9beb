import { css } from "lit";

/** The report and its transcript, on screen and on paper. */
export const reportStyles = css`
  h2 {
    scroll-margin-block: 32px;
  }
  :host {
    display: block;
    container-type: inline-size;
    color: var(--_ink);
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .report,
  .next,
  .worked,
  .criterion {
    display: grid;
    gap: 24px;
  }
  .next,
  .worked,
  .criterion {
    gap: 8px;
  }
  header,
  .heading {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px 24px;
  }
  header > :first-child {
    flex: 1 1 200px;
    display: grid;
    gap: 4px;
    align-content: start;
  }
  .total {
    color: var(--_muted);
    text-align: end;
  }
  .total b {
    color: var(--_ink);
    font-size: 28px;
    line-height: 1.25;
  }
  .next {
    padding: 16px;
    border-radius: 10px;
    background: var(--_raised);
  }
  .next ol,
  .worked ul {
    display: grid;
    gap: 8px;
    padding-inline-start: 20px;
  }
  .next ol {
    list-style: decimal;
  }
  .worked ul {
    list-style: disc;
  }
  li::marker {
    color: var(--_muted);
  }
  .criterion {
    padding-block: 16px;
    border-block-end: 1px solid var(--_hairline);
  }
  .criterion p {
    font-size: 15px;
  }
  h3 {
    font-size: 16px;
  }
  h4 {
    font-size: 15px;
    font-weight: 600;
  }
  .level {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
  }
  .dots {
    display: flex;
    gap: 4px;
  }
  .dots i {
    inline-size: 10px;
    block-size: 10px;
    border: 1.5px solid var(--_line);
    border-radius: 50%;
  }
  .dots .full {
    border: 5px solid var(--_accent);
  }
  .quote {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 8px 12px;
    border: 0;
    border-radius: 10px;
    background: var(--_learner);
    font-size: 15px;
    font-weight: 400;
    text-align: start;
  }
  .quote:hover {
    text-decoration: none;
  }
  .time {
    flex: none;
    font-weight: 600;
    text-decoration: underline;
    text-decoration-color: var(--_line);
    text-underline-offset: 4px;
  }
  .time::before {
    content: "→ ";
  }
  .time:dir(rtl)::before {
    content: "← ";
  }
  .quote:hover .time {
    text-decoration-color: currentcolor;
  }
  q:lang(fr) {
    quotes: "«\\00a0" "\\00a0»" "“" "”";
  }
  /* The browser takes the marks from the language around, which may run the other way. */
  :dir(rtl) q:dir(ltr) {
    quotes: "“" "”" "‘" "’";
  }
  .outline {
    display: grid;
    gap: 12px;
    animation: wait 1ms 5s;
  }
  .outline i {
    block-size: 16px;
    border-radius: 6px;
    background: var(--_hairline);
  }
  .outline i:first-child {
    block-size: 96px;
    border-radius: 10px;
    background: var(--_raised);
  }
  .outline i:nth-child(2n) {
    inline-size: 45%;
    margin-block-start: 8px;
  }
  @keyframes wait {
  }
  details {
    border-block-start: 1px solid var(--_hairline);
    padding-block-start: 8px;
  }
  .turn {
    display: grid;
    grid-template-columns: 132px 1fr;
    gap: 2px 12px;
    margin-inline: -12px;
    padding-block: 6px;
    padding-inline: 8px 12px;
    border-inline-start: 4px solid transparent;
    border-radius: 4px;
  }
  .speaker {
    padding-block-start: 8px;
    color: var(--_muted);
    font-size: 13px;
  }
  .speaker b {
    display: block;
    font-weight: 600;
  }
  .words {
    justify-self: start;
    align-self: start;
    padding: 6px 0;
  }
  .learner .words {
    padding-inline: 12px;
    border-radius: 10px;
    background: var(--_learner);
  }
  .turn:focus-visible {
    outline-offset: 0;
  }
  .quoted {
    border-color: var(--_accent);
    background: var(--_raised);
  }
  mark {
    background: none;
    color: inherit;
    text-decoration: underline 2px var(--_accent);
    text-underline-offset: 4px;
  }
  .return {
    grid-column: 2;
    justify-self: start;
    padding-inline: 12px;
    font-size: 15px;
  }
  .advice {
    padding-inline-start: 12px;
    border-inline-start: 4px solid var(--_line);
    font-size: 15px;
  }
  .breaches {
    border-inline-start: 4px solid var(--_danger);
    border-start-start-radius: 0;
    border-end-start-radius: 0;
  }
  .breaches p {
    font-size: 15px;
  }
  .worked .objectives {
    padding: 0;
    list-style: none;
  }
  .objectives li {
    display: grid;
    grid-template-columns: 20px 1fr auto;
    gap: 0 8px;
    align-items: baseline;
    font-size: 15px;
  }
  .objectives li::before {
    content: "○";
    color: var(--_muted);
    content: "○" / "";
  }
  .objectives .reached::before {
    content: "✓";
    color: var(--_ink);
    font-weight: 600;
    content: "✓" / "";
  }
  .paper {
    position: absolute;
    inline-size: 0;
    block-size: 0;
    border: 0;
    opacity: 0;
  }
  @container (max-width: 559px) {
    .total {
      text-align: start;
    }
    .turn {
      grid-template-columns: 1fr;
    }
    .speaker {
      padding: 0;
    }
    .speaker b {
      display: inline;
      margin-inline-end: 4px;
    }
    .words {
      padding-block-start: 0;
    }
    .learner .words {
      padding-block-start: 6px;
    }
    .return {
      grid-column: 1;
    }
  }
  @media (forced-colors: active) {
    .next,
    .quote,
    .banner,
    .learner .words {
      outline: 1px solid;
    }
  }
  @media print {
    :host {
      --_surface: #fff;
      --_raised: #f5f8f6;
      --_ink: #1b2421;
      --_muted: #586560;
      color-scheme: light;
      background: #fff;
    }
    .actions,
    .return,
    .outline {
      display: none;
    }
    .criterion,
    .turn {
      break-inside: avoid;
    }
    h3 {
      break-after: avoid;
    }
    .next,
    .quote,
    .learner .words {
      border-inline-start: 2px solid var(--_line);
      border-radius: 0;
    }
    ::details-content {
      display: block;
      content-visibility: visible;
      block-size: auto;
    }
  }
`;
