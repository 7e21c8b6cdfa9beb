import { css } from "lit";

/**
 * The host itself, its card and the launcher. A page's rule for every element beats what stands at `:host`, so the
 * card begins anew.
 */
export const shell = css`
  :host {
    all: initial;
    display: block;
    inline-size: 100%;
    max-inline-size: 720px;
    color-scheme: light dark;
    font-family: inherit;
    font-size: 16px;
    line-height: 1.5;
    color: var(--_ink);
  }
  :host([hidden]) {
    display: none !important;
  }
  .card {
    all: initial;
    display: grid;
    box-sizing: border-box;
    color-scheme: inherit;
    font-family: inherit;
    font-size: 16px;
    line-height: 1.5;
    color: var(--_ink);
    gap: 16px;
    container-type: inline-size;
    contain-intrinsic-inline-size: 320px;
    /* What fills the card from edge to edge takes it back by a margin. */
    --_pad: 20px;
    padding: var(--_pad);
    border: 1px solid var(--_hairline);
    border-radius: 16px;
    background: var(--_surface);
    overflow: clip;
    overflow-wrap: anywhere;
  }
  :host(:is([variant="launcher"], [variant="panel"])) {
    position: fixed;
    z-index: var(--maka-z-index, 2147483000);
    inset-block-end: 16px;
    inset-inline-end: 16px;
    display: grid;
    justify-items: end;
    gap: 12px;
    inline-size: auto;
  }
  :host(:is([variant="launcher"], [variant="panel"])[placement="bottom-start"]) {
    inset-inline: 16px auto;
    justify-items: start;
  }
  :host(:is([variant="launcher"], [variant="panel"])) .card {
    inline-size: min(400px, 100vw - 32px);
    max-block-size: calc(100vh - 104px);
    overflow: auto;
    box-shadow: 0 4px 24px #0003;
  }
  /* In the flow of the host, whose sides are the page's: WebKit places nothing else at the end of a grid. */
  :host([variant="panel"]) .card {
    grid-area: 1 / 1;
    block-size: 100dvh;
    inline-size: min(400px, 100vw);
    max-block-size: none;
    margin: 0 -16px -16px;
    align-content: start;
    border-block-start: 76px solid var(--_surface);
    border-radius: 0;
  }
  .launcher {
    order: 1;
    border-radius: 24px;
    box-shadow: 0 4px 24px #0003;
  }
  .launcher[aria-expanded="true"] {
    border-color: var(--_line);
    background: var(--_surface);
    color: var(--_ink);
  }
  :host([variant="panel"]) [aria-expanded="true"] {
    grid-area: 1 / 1;
    align-self: start;
    margin-block-start: 16px;
    box-shadow: none;
  }
  maka-brief {
    margin: calc(-1 * var(--_pad));
  }
  :host(:is([variant="launcher"], [variant="panel"])) {
    --_way-on: sticky;
  }
  /* A call fills its card, has a height of its own and its own way to fold it. */
  .card.live {
    --_pad: 0px;
  }
  :host(:is([variant="launcher"], [variant="panel"])) .live {
    --_height: min(680px, 100svh - 18px);
    inline-size: min(400px, 100vw - 16px);
    max-block-size: none;
    overflow: clip;
    box-shadow: 0 8px 40px #0004;
  }
  :host([variant="panel"]) .live {
    --_height: 100dvh;
    inline-size: min(400px, 100vw);
    border-width: 0 1px;
  }
  @media (max-width: 480px), (max-height: 720px) {
    :host([variant="launcher"]) .live {
      margin: 0 -8px -8px;
    }
  }
  .skeleton {
    block-size: 16px;
    border-radius: 6px;
    background: var(--_hairline);
  }
`;
