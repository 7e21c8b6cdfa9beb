import { css } from "lit";

/** What every shadow root of ours begins with: the reset, buttons, focus ring and small type. */
export const controls = css`
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: border-box;
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 20px;
    line-height: 1.25;
  }
  h3 {
    font-size: 15px;
  }
  .muted {
    color: var(--_muted);
    font-size: 15px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  button {
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  :disabled {
    opacity: 0.6;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .monogram {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 52px;
    block-size: 52px;
    border-radius: 50%;
    background: var(--_raised);
    font-weight: 600;
  }
`;
