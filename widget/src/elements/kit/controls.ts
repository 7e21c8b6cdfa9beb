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
    font-size: 16px;
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
    padding: 8px 18px;
    border: 1px solid var(--_line);
    border-radius: 22px;
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
  /* A control is ringed twice, so that it shows on any ground; a heading that was moved to has a mark, not a box. */
  :focus-visible {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--_surface);
  }
  :is(h2, h3):focus-visible {
    outline: none;
    box-shadow: none;
    text-decoration: underline 3px var(--_accent);
    text-underline-offset: 6px;
  }
  /* Two letters on the core; a disc of its size until the figure round it can be drawn. */
  maka-figure {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--_size);
    block-size: var(--_size);
    color: color(
      from var(--_persona) xyz-d65 clamp(0, (0.18 - y) * 999, 0.95) clamp(0, (0.18 - y) * 999, 1)
        clamp(0, (0.18 - y) * 999, 1.09)
    );
    font-size: calc(var(--_size) * 0.19);
    font-weight: 600;
    line-height: 1;
  }
  maka-figure:not(:defined) {
    background: radial-gradient(closest-side, var(--_persona) 50%, #0000 51%);
  }
`;
