import { html, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";

/** Draws a line icon in the box of 20 by 20. */
export function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true">${shape}</svg>`;
}

const microphone = svg`<rect x="7.5" y="2.5" width="5" height="9" rx="2.5"/><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5"/>`;

/** A microphone. */
export const microphoneIcon = icon(microphone);

/** A microphone that is crossed out. */
export const mutedIcon = icon(svg`${microphone}<path d="M3 3l14 14"/>`);

/** A keyboard. */
export const keyboardIcon = icon(
  svg`<rect x="2" y="5" width="16" height="10.5" rx="2"/><path d="M5 8.5h.01M8.3 8.5h.01M11.6 8.5h.01M15 8.5h.01M6.5 12h7"/>`,
);
