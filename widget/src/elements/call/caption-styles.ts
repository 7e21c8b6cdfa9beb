import { css } from "lit";

/** The talk: what is said now is large, what was said recedes. It grows from the bottom and fades at the top. */
export const captionStyles = css`
  :host {
    position: relative;
    flex: 1;
    min-block-size: min(72px, 100%);
  }
  .scroll {
    contain: strict;
    display: flex;
    flex-direction: column;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 28px 16px 16px;
    scrollbar-width: thin;
    mask-image: linear-gradient(#0003, #000 36px);
  }
  .scroll:focus-visible {
    outline-offset: -3px;
    mask-image: none;
  }
  [role="log"] {
    margin-block-start: auto;
  }
  slot {
    display: block;
    margin-block: auto;
  }
  /* The first words of a wide call stand in its middle. */
  .scroll::after {
    content: "";
    margin-block-end: var(--_rest);
  }
  /* What is out of sight of a long talk costs neither layout nor paint. */
  [role="log"] > div {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 1600px;
  }
  .turn {
    display: grid;
    margin-block-start: 12px;
    padding-inline-start: 12px;
    border-inline-start: 3px solid color-mix(in oklab, var(--_persona) 45%, var(--_surface));
    color: var(--_muted);
    font-size: 15px;
  }
  .learner {
    margin-inline-start: 12%;
    padding-inline: 0 12px;
    border: 0;
    border-inline-end: 3px solid color-mix(in oklab, var(--_accent) 45%, var(--_surface));
  }
  .speaker {
    font-size: 13px;
    font-weight: 600;
  }
  [role="log"] > :last-child > :last-child,
  [role="log"]:not(:has(+ div > *)) > :last-child > :nth-last-child(2),
  .forming {
    border-color: var(--_persona);
    color: var(--_ink);
    font-size: var(--_said, 20px);
    line-height: 1.4;
    &.learner {
      border-color: var(--_accent);
      font-size: var(--_answered, 18px);
    }
  }
  .forming .words::after {
    content: "";
    display: inline-block;
    inline-size: 24px;
    block-size: 4px;
    margin-inline-start: 6px;
    background: radial-gradient(2px, currentcolor 90%, #0000) 0 / 8px 4px;
    opacity: 0.6;
    vertical-align: middle;
  }
  .newest {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 50%;
    translate: -50%;
    background: var(--_surface);
    white-space: nowrap;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
  }
  .newest:dir(rtl) {
    translate: 50%;
  }
  @container (min-width: 560px) {
    .scroll {
      padding-inline: 24px;
    }
  }
`;
