import { css } from "lit";

/** A control of the row below a call: round, with its word below it where there is room, else as its name alone. */
export const barStyles = css`
  .tool {
    position: relative;
    flex: none;
    inline-size: 52px;
    block-size: 52px;
    padding: 0;
    border-radius: 26px;
  }
  .tool.wide {
    inline-size: auto;
    padding-inline: 18px;
  }
  .tool:is([aria-expanded="true"], .off) {
    border-color: var(--_ink);
    background: var(--_ink);
    color: var(--_surface);
  }
  .word {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @container ((min-width: 400px) and (max-width: 559px)) or (min-width: 660px) {
    .tool:not(.wide) {
      margin: 0 var(--_apart, 12px) 22px;
    }
    .word {
      inset-block-start: 54px;
      inline-size: max-content;
      max-inline-size: 92px;
      block-size: auto;
      clip-path: none;
      color: var(--_ink);
      font-size: 13px;
      font-weight: 400;
      line-height: 1.15;
    }
  }
`;
