import { css } from "lit";

/** The frame of the console, its navigation, filters and tables. */
export const consoleStyles = css`
  :host {
    all: initial;
    display: block;
    color-scheme: light dark;
    font-family: inherit;
    font-size: 16px;
    line-height: 1.5;
    color: var(--_ink);
  }
  :host([hidden]) {
    display: none !important;
  }
  .console {
    all: initial;
    display: block;
    box-sizing: border-box;
    container-type: inline-size;
    color-scheme: inherit;
    font-family: inherit;
    font-size: 16px;
    line-height: 1.5;
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_hairline);
    border-radius: 16px;
    overflow: clip;
    --_tint: color-mix(in oklab, var(--_accent) 8%, var(--_surface));
    --_learner: color-mix(in oklab, var(--_accent) 13%, var(--_surface));
    --_danger: light-dark(#b3261e, #ff9389);
    --_warning: light-dark(#7a5200, #f5c869);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 10px 20px;
    border-block-end: 1px solid var(--_hairline);
  }
  .top h2 {
    flex: 1;
    font-size: 18px;
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  a {
    color: inherit;
    text-decoration-color: var(--_line);
    text-underline-offset: 3px;
  }
  a:hover {
    text-decoration-thickness: 2px;
  }
  .views {
    display: flex;
    gap: 4px;
    padding: 8px 16px;
    overflow-x: auto;
    border-block-end: 1px solid var(--_hairline);
    scrollbar-width: thin;
  }
  .views a {
    display: flex;
    align-items: center;
    flex: none;
    min-block-size: 40px;
    padding: 4px 14px;
    border-radius: 20px;
    text-decoration: none;
    font-size: 15px;
  }
  .views a:hover {
    background: var(--_raised);
  }
  .views [aria-current] {
    background: var(--_ink);
    color: var(--_surface);
  }
  .views [aria-current]:hover {
    background: var(--_ink);
  }
  .view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 20px;
    min-inline-size: 0;
    min-block-size: 480px;
    padding: 20px;
  }
  .pending {
    opacity: 0.6;
    transition: opacity 160ms 200ms;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .heading h3 {
    flex: 1 1 240px;
    font-size: 22px;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  section,
  form,
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h4 {
    font-size: 16px;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 40px;
    padding: 6px 16px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    font-size: 15px;
    font-weight: 600;
    text-decoration: none;
  }
  button.quiet {
    border-color: transparent;
  }
  button:not(.primary, :disabled):hover,
  .button:hover {
    background: var(--_raised);
  }
  [aria-pressed="true"] {
    border-color: var(--_ink);
    background: var(--_ink) !important;
    color: var(--_surface);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  small,
  .small {
    font-size: 13px;
    color: var(--_muted);
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
  }
  label {
    display: grid;
    gap: 2px;
    font-size: 13px;
    color: var(--_muted);
  }
  label.line {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 15px;
    color: var(--_ink);
  }
  input,
  select,
  textarea {
    min-block-size: 40px;
    max-inline-size: 100%;
    padding: 6px 12px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
    font-size: 15px;
  }
  [type="checkbox"] {
    min-block-size: 20px;
    inline-size: 20px;
    accent-color: var(--_accent);
  }
  .filters input,
  .filters select {
    inline-size: 150px;
  }
  .filters [type="search"] {
    inline-size: 210px;
  }
  textarea {
    inline-size: 100%;
    resize: vertical;
  }
  .counts,
  .people,
  .reasons {
    list-style: none;
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
    gap: 12px;
  }
  .counts a {
    display: grid;
    padding: 12px 16px;
    border-radius: 14px;
    background: var(--_raised);
    text-decoration: none;
  }
  .counts a:hover {
    outline: 1px solid var(--_line);
  }
  .counts b {
    font-size: 28px;
    line-height: 1.25;
    font-variant-numeric: tabular-nums;
  }
  .counts span {
    color: var(--_muted);
    font-size: 15px;
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 20px;
    padding-block: 14px;
    border-block-end: 1px solid var(--_hairline);
  }
  .person:last-child {
    border: 0;
  }
  .person > div {
    flex: 1 1 260px;
  }
  .name {
    margin-inline-end: 8px;
    font-size: 18px;
    font-weight: 600;
  }
  .reasons {
    display: grid;
    gap: 2px;
    margin-block-start: 2px;
  }
  .reasons li {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--_warning);
  }
  .latest {
    display: flex;
    align-items: center;
    gap: 12px;
    min-inline-size: 240px;
    padding: 8px 16px 8px 8px;
    border: 1px solid var(--_line);
    border-radius: 30px;
    text-decoration: none;
  }
  .latest:hover {
    background: var(--_raised);
  }
  .latest span {
    display: grid;
    line-height: 1.3;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 32px;
  }
  dt {
    color: var(--_muted);
    font-size: 13px;
  }
  dd {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .notice {
    justify-items: start;
    padding: 28px 20px;
    border-radius: 14px;
    background: var(--_raised);
  }
  dialog {
    inline-size: min(480px, 100vw - 32px);
    margin: auto;
    padding: 24px;
    border: 0;
    border-radius: 16px;
    background: var(--_surface);
    color: inherit;
    box-shadow: 0 4px 24px #0003;
  }
  dialog::backdrop {
    background: #0006;
  }
  kbd,
  .key {
    font:
      600 14px ui-monospace,
      monospace;
  }
  .key {
    inline-size: 44px;
    text-align: center;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    list-style: none;
  }
  .chips li {
    display: flex;
    align-items: center;
    border: 1px solid var(--_line);
    border-radius: 20px;
  }
  .chips a {
    padding: 6px 4px 6px 14px;
    text-decoration: none;
    font-size: 15px;
  }
  .chips button {
    min-inline-size: 40px;
    padding: 0;
    border: 0;
  }
  @container (max-width: 759px) {
    .view {
      padding: 16px;
    }
    .top {
      padding-inline: 16px;
    }
    .filters label {
      flex: 1 1 130px;
    }
    .filters :is(input, select) {
      inline-size: 100% !important;
    }
  }
  @container (min-width: 960px) {
    .frame {
      grid-template-columns: 196px minmax(0, 1fr);
    }
    .views {
      flex-direction: column;
      padding: 16px 12px;
      border: 0;
      border-inline-end: 1px solid var(--_hairline);
    }
    .view {
      padding: 24px 28px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pending {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .got {
      stroke: Highlight;
    }
    [aria-current],
    [aria-pressed="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
