import { css } from "lit";

/** The question how a practice helped. */
export const ratingStyles = css`
  :host {
    gap: 8px;
    justify-items: start;
  }
  fieldset {
    min-inline-size: 0;
    border: 0;
  }
  legend {
    margin-block-end: 8px;
    font-weight: 600;
  }
  .stars {
    display: flex;
    gap: 4px;
  }
  .stars label {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    font-weight: 600;
    cursor: pointer;
  }
  .stars label:has(:checked) {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .stars label:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    inline-size: 236px;
    margin-block-start: 4px;
  }
  .ends :last-child {
    text-align: end;
  }
  [role="status"]:empty {
    display: none;
  }
  form {
    display: grid;
    gap: 8px;
    inline-size: 100%;
  }
  textarea {
    inline-size: 100%;
    min-block-size: 64px;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
  @media (forced-colors: active) {
    .stars label:has(:checked) {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
