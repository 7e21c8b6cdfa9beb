import { css } from "lit";

/** What the shadow roots of the call add to `controls`: warning and danger, icons, small print. */
export const callControls = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    --_danger: var(--maka-danger, light-dark(#b3261e, #ff9389));
    --_end: light-dark(#b3261e, #c2372e);
    --_warning: var(--maka-warning, light-dark(#7a5200, #f5c869));
    --_learner: var(--maka-learner, color-mix(in oklab, var(--_source) 13%, var(--_surface)));
  }
  ul,
  ol {
    list-style: none;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
  }
  button:hover {
    text-decoration: underline;
  }
  button.quiet {
    border: 0;
    text-decoration: underline;
    text-underline-offset: 4px;
    text-decoration-color: var(--_line);
  }
  svg {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .small {
    color: var(--_muted);
    font-size: 13px;
  }
  .banner {
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_muted);
    font-size: 13px;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .late {
    visibility: hidden;
    animation: appear 1ms 5s forwards;
  }
  @keyframes appear {
    to {
      visibility: visible;
    }
  }
  @container (max-width: 359px) {
    .row button {
      inline-size: 100%;
    }
  }
`;
