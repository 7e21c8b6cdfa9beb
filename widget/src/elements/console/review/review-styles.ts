import { css } from "lit";

/** A review: what was said on one side, what it is worth on the other. */
export const reviewStyles = css`
  :host {
    display: block;
  }
  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 24px;
    align-items: start;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  section,
  form,
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h3 {
    font-size: 18px;
  }
  small,
  .small {
    color: var(--_muted);
    font-size: 13px;
  }
  .strip {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .turns {
    display: grid;
    gap: 4px;
    list-style: none;
  }
  .turn {
    display: grid;
    gap: 2px;
    padding: 6px 12px;
    border-inline-start: 4px solid #0000;
    border-radius: 4px;
  }
  .turn .words {
    justify-self: start;
  }
  .turn.learner .words {
    padding: 6px 12px;
    border-radius: 10px;
    background: var(--_learner);
  }
  .turn.quoted {
    border-color: var(--_accent);
    background: var(--_raised);
  }
  mark {
    background: none;
    color: inherit;
    text-decoration: underline 2px var(--_accent);
    text-underline-offset: 4px;
  }
  .remark {
    min-block-size: 32px;
    min-inline-size: 32px;
    padding: 2px 10px;
    border-color: #0000;
    font-size: 13px;
  }
  .remark:hover {
    background: var(--_raised);
  }
  .remarked {
    margin-block-start: 4px;
    padding: 8px 12px;
    border-inline-start: 3px solid var(--_ink);
    background: var(--_raised);
    font-size: 15px;
  }
  label {
    display: grid;
    gap: 2px;
    color: var(--_muted);
    font-size: 13px;
  }
  textarea {
    inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
    font-size: 15px;
    resize: vertical;
    field-sizing: content;
  }
  .criterion {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    min-inline-size: 0;
    padding: 14px 16px;
    border: 1px solid var(--_hairline);
    border-radius: 14px;
  }
  .criterion.current {
    border-color: var(--_ink);
  }
  legend {
    float: inline-start;
    inline-size: 100%;
    font-weight: 600;
  }
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .level {
    position: relative;
    display: grid;
    place-items: center;
    min-inline-size: 44px;
    min-block-size: 44px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    color: var(--_ink);
    font-size: 16px;
    font-weight: 600;
    cursor: pointer;
  }
  .level input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .level.wide {
    padding-inline: 16px;
    font-size: 15px;
  }
  .level:has(:checked) {
    border-color: var(--_ink);
    background: var(--_ink);
    color: var(--_surface);
  }
  .level:has(:focus-visible) {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  .facts {
    display: flex;
    gap: 8px 28px;
  }
  dt {
    color: var(--_muted);
    font-size: 13px;
  }
  dd {
    font-size: 20px;
    font-weight: 600;
    line-height: 1.25;
  }
  .quote {
    padding-inline-start: 12px;
    border-inline-start: 3px solid color-mix(in oklab, var(--_accent) 45%, var(--_surface));
    font-size: 15px;
  }
  .banner {
    padding: 10px 14px;
    border-radius: 14px;
    background: var(--_learner);
    font-size: 15px;
  }
  .wrong {
    color: var(--_danger);
  }
  .button {
    display: inline-flex;
    align-items: center;
    min-block-size: 44px;
    padding: 6px 18px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    color: inherit;
    font-weight: 600;
    text-decoration: none;
  }
  @container (min-width: 1100px) {
    .halves {
      grid-template-columns: minmax(0, 1fr) minmax(340px, 420px);
    }
    .scoring {
      position: sticky;
      inset-block-start: 0;
      max-block-size: 100vh;
      padding-block-end: 8px;
      overflow-y: auto;
    }
  }
  @media (forced-colors: active) {
    .level:has(:checked) {
      outline: 3px solid Highlight;
    }
  }
`;
