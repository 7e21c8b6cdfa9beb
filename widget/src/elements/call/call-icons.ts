import { svg } from "lit";
import { icon } from "../kit/icons.ts";

/** An arrow head to the bottom. */
export const chevronIcon = icon(svg`<path d="M4.5 7.500L10 13l5.5-5.5"/>`);

/** An arrow to the top. */
export const sendIcon = icon(svg`<path d="M10 16.500v-13M4.5 9L10 3.500 15.5 9"/>`);

/** A receiver that is put down. */
export const endIcon = icon(
  svg`<path d="M2.6 11.900c-.5-.6-.6-1.4-.2-2.100C3.8 7.600 6.7 6.300 10 6.300s6.2 1.300 7.6 3.500c.4.7.3 1.500-.2 2.100l-.7.8c-.4.5-1 .6-1.6.4l-2-.8c-.5-.2-.9-.8-.8-1.400l.1-.9a9 9 0 0 0-4.8 0l.1.9c.1.6-.3 1.200-.8 1.400l-2 .8c-.6.2-1.2.1-1.600-.4z"/>`,
);

/** A loudspeaker. */
export const speakerIcon = icon(
  svg`<path d="M3 7.500v5h3l4.500 4v-13L6 7.500zM13.500 7a4 4 0 0 1 0 6M15.800 4.500a7.500 7.500 0 0 1 0 11"/>`,
);
