import { svg } from "lit";
import { icon } from "../kit/icons.ts";

/** A tick. */
export const checkIcon = icon(svg`<path d="M4 10.500l4 4 8-9"/>`);

/** An empty circle. */
export const openIcon = icon(svg`<circle cx="10" cy="10" r="6.5"/>`);

/** A loudspeaker. */
export const speakerIcon = icon(
  svg`<path d="M3 7.500v5h3l4.500 4v-13L6 7.500zM13.500 7a4 4 0 0 1 0 6M15.800 4.500a7.500 7.500 0 0 1 0 11"/>`,
);
