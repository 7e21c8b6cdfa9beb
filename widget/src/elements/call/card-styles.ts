import { css } from "lit";

/** The learner's screen: folding tools, forms, records. */
export const cardStyles = css`
  section {
    display: grid;
    align-content: start;
    gap: 8px;
    padding: 12px 16px;
    background: var(--_raised);
    font-size: 15px;
    overflow-y: auto;
  }
  details {
    border-block-start: 1px solid var(--_hairline);
  }
  summary {
    padding-block: 4px;
  }
  h4 {
    font-size: 15px;
    font-weight: 600;
  }
  form,
  label {
    display: grid;
    gap: 8px;
  }
  form {
    padding-block-end: 8px;
  }
  label {
    gap: 2px;
    font-size: 13px;
    font-weight: 600;
  }
  label .small {
    font-weight: 400;
  }
  input,
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 16px;
    font-weight: 400;
    text-overflow: ellipsis;
  }
  .noted :is(input, select) {
    border-color: var(--_accent);
    background: var(--_learner);
  }
  [aria-disabled="true"] {
    opacity: 0.6;
    cursor: default;
  }
  .about,
  .outcome:not(:empty) {
    padding-block-end: 8px;
  }
  dl {
    display: grid;
    gap: 4px;
    padding: 8px 12px;
    margin-block-end: 8px;
    border-radius: 14px;
    background: var(--_surface);
  }
  dt {
    color: var(--_muted);
    font-size: 13px;
  }
  dd {
    overflow-wrap: anywhere;
  }
`;
