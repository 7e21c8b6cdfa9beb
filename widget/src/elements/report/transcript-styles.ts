import { css } from "lit";

/** The turns of a call on screen, and the whole report on paper. */
export const transcriptStyles = css`
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
  @container (max-width: 559px) {
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
  @media print {
    :host {
      --_surface: #fff;
      --_raised: #f5f8f6;
      --_tint: #f5f8f6;
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
    .learner .words {
      border-inline-start: 2px solid var(--_line);
      border-radius: 0;
    }
    .next q {
      white-space: normal !important;
    }
    ::details-content {
      display: block;
      content-visibility: visible;
      block-size: auto;
    }
  }
`;
