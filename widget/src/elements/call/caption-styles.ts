import { css } from "lit";

/** Turns side by side with their speakers; one above the other where the column is narrow. */
export const captionStyles = css`
  :host {
    position: relative;
    flex: 1;
    min-block-size: 72px;
  }
  .scroll {
    contain: strict;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 0;
    border-block-start: 1px solid var(--_hairline);
    scrollbar-width: thin;
  }
  /* What is out of sight of a long talk costs neither layout nor paint. */
  [role="log"] > div {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 1600px;
  }
  .turn {
    display: grid;
    grid-template-columns: minmax(56px, 5.5em) 1fr;
    gap: 2px 12px;
    padding: 4px 0;
  }
  .speaker {
    padding-block-start: 7px;
    color: var(--_muted);
    font-size: 13px;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .words {
    justify-self: start;
    padding: 6px 0;
    max-inline-size: 100%;
  }
  .learner .words {
    padding: 6px 12px;
    border-radius: 10px;
    background: var(--_learner);
  }
  .forming .words {
    color: var(--_muted);
  }
  .newest {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 50%;
    translate: -50%;
    border-radius: 24px;
    background: var(--_surface);
    white-space: nowrap;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
  }
  .newest:dir(rtl) {
    translate: 50%;
  }
  @media (forced-colors: active) {
    .learner .words {
      outline: 1px solid;
    }
  }
  @container (max-width: 559px) {
    .turn {
      grid-template-columns: 1fr;
      padding: 6px 0;
    }
    .speaker {
      padding: 0;
    }
    .words {
      padding-block-start: 0;
    }
    .turn.learner {
      justify-items: end;
    }
    .learner .words {
      justify-self: end;
      padding-block-start: 6px;
      max-inline-size: 90%;
    }
  }
`;
