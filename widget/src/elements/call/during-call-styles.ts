import { css } from "lit";

/** What a call takes on once it is answered: its first words, the brief, the customer's file, a stage of one line. */
export const duringCallStyles = css`
  .opening {
    --_said: 22px;
  }
  .flat header {
    grid-template-columns: auto auto minmax(0, 1fr) auto;
    justify-items: start;
    gap: 0 8px;
    padding: 6px 16px 6px 8px;
    padding-inline: 8px 16px;
    text-align: start;
    --_size: 60px;
  }
  .flat :is(.corner, .time) {
    position: static;
    grid-area: 1 / 1 / span 2;
    align-self: center;
  }
  .flat .time {
    grid-column: 4;
  }
  .flat .tag {
    display: none;
  }
  .flat maka-figure {
    grid-area: 1 / 2 / span 2;
  }
  .flat h2 {
    grid-area: 1 / 3;
    align-self: end;
    font-size: 17px;
  }
  .flat h2 + p {
    grid-area: 2 / 3;
    font-size: 13px;
  }
  maka-sheet {
    grid-area: aims / aims / talk / talk;
    z-index: 1;
    min-block-size: 0;
  }
  maka-card {
    grid-area: talk;
    min-block-size: 0;
  }
  .tabs {
    grid-area: aims;
    display: flex;
    border-block-end: 1px solid var(--_hairline);
  }
  .tabs button {
    padding: 4px 8px;
    border: 0;
    border-block-end: 3px solid transparent;
    border-radius: 0;
    font-size: 15px;
  }
  .tabs .tab {
    flex: 1;
    color: var(--_muted);
  }
  .tabs [aria-pressed="true"] {
    border-color: var(--_accent);
    color: var(--_ink);
  }
  .count {
    min-inline-size: 20px;
    padding-inline: 6px;
    border-radius: 10px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 13px;
  }
  @container (max-width: 559px) {
    .card maka-objectives,
    .card:not(.filing) maka-card,
    .filing .talk {
      display: none;
    }
  }
  @container (min-width: 560px) {
    .call {
      --_said: 22px;
      --_answered: 19px;
    }
    .opening {
      --_said: 28px;
      --_rest: auto;
    }
    .call:not(.flat) maka-sheet {
      grid-area: talk / talk / write / write;
    }
    .card {
      grid-template:
        "time time" auto "stage stage" auto "aims aims" auto "talk file" minmax(0, 1fr)
        "write write" auto "bar bar" auto / minmax(0, 1fr) 272px;
    }
    maka-card {
      grid-area: file;
    }
    .tabs {
      display: none;
    }
  }
  /* A phone on its side: the talk needs each line. */
  @media (max-height: 451px) {
    .opening {
      --_said: 22px;
    }
    .flat {
      --_field: 48px;
    }
    .flat header {
      padding-block: 0;
      --_size: 44px;
    }
  }
  @media (forced-colors: active) {
    .tool:is([aria-expanded="true"], .off) {
      border: 3px solid Highlight;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    maka-sheet {
      animation: rise 160ms ease-out;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
`;
