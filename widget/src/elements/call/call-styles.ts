import { css } from "lit";

/** The call view: who speaks, how long, the controls. */
export const callStyles = css`
  header {
    display: flex;
    align-items: center;
    gap: 16px;
  }
  header > div {
    flex: 1;
    min-inline-size: 0;
  }
  .face {
    position: relative;
    flex: none;
  }
  .face::after {
    content: "";
    position: absolute;
    inset: -3px;
    border: 3px solid var(--_accent);
    border-radius: 50%;
    opacity: calc(min(1, var(--_persona-level, 0) * 4));
    transform: scale(calc(1 + var(--_persona-level, 0) * 0.25));
  }
  .side,
  .time {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .side {
    gap: 12px;
  }
  .time {
    font-size: 15px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .time.short,
  .warning {
    color: var(--_warning);
    font-weight: 600;
  }
  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  @container (min-width: 600px) {
    .beside {
      grid-template-columns: minmax(0, 1fr) 256px;
    }
  }
  /* A notice takes its room from the captions: what is below them does not move. */
  .talk {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .talk:has(maka-captions) {
    min-block-size: clamp(200px, 38vh, 340px);
  }
  footer {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--_hairline);
  }
  footer > div {
    display: contents;
  }
  [inert] > * {
    opacity: 0.6;
  }
  .end {
    margin-inline-start: auto;
    border-color: var(--_danger);
    color: var(--_danger);
  }
  .microphone {
    position: relative;
  }
  .microphone::after {
    content: "";
    position: absolute;
    inset-block-end: 5px;
    inset-inline: 16px;
    block-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
    transform: scaleX(min(1, var(--_learner-level, 0) * 1.5));
    transform-origin: left;
  }
  .microphone:dir(rtl)::after {
    transform-origin: right;
  }
  .microphone.off {
    background: var(--_raised);
    color: var(--_warning);
  }
  .microphone.off::after {
    display: none;
  }
  @media (prefers-reduced-motion: reduce) {
    .speaking .face::after {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .microphone::after {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
  @container (max-width: 559px) {
    /* The name has a line of its own; what she does and the time share the next. */
    header {
      display: grid;
      grid-template-columns: auto 1fr auto;
      gap: 0 12px;
    }
    .face {
      grid-row: span 2;
    }
    header > div {
      display: contents;
    }
    h2 {
      grid-column: 2 / 4;
    }
    .word {
      display: none;
    }
    footer button {
      padding-inline: 12px;
    }
    .time svg,
    button:not(.microphone) > svg {
      display: none;
    }
  }
  @container (max-width: 419px) {
    footer > div > * {
      flex: 1 1 auto;
    }
    .end {
      flex-basis: 100%;
    }
  }
`;
