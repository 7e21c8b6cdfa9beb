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
  svg`<rect x="2" y="5" width="16" height="10.5" rx="2"/><path d="M5 8.500h.01M8.3 8.500h.01M11.6 8.500h.01M15 8.500h.01M6.5 12h7"/>`,
);

/** An arrow to the bottom. */
export const downIcon = icon(svg`<path d="M10 3.500v13M4.5 11l5.5 5.5 5.5-5.5"/>`);

/** An arrow that comes round again. */
export const againIcon = icon(svg`<path d="M15.8 7.500A6.3 6.3 0 1 0 16.3 11M16.3 3.500v4h-4"/>`);
