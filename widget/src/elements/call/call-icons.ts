import { svg } from "lit";
import { icon } from "../kit/icons.ts";

/** An arrow head to the bottom. */
export const chevronIcon = icon(svg`<path d="M4.5 7.5L10 13l5.5-5.5"/>`);

/** A receiver that is put down. */
export const endIcon = icon(
  svg`<path d="M2.6 11.9c-.5-.6-.6-1.4-.2-2.1C3.8 7.6 6.7 6.3 10 6.3s6.2 1.3 7.6 3.5c.4.7.3 1.5-.2 2.1l-.7.8c-.4.5-1 .6-1.6.4l-2-.8c-.5-.2-.9-.8-.8-1.4l.1-.9a9 9 0 0 0-4.8 0l.1.9c.1.6-.3 1.2-.8 1.4l-2 .8c-.6.2-1.2.1-1.6-.4z"/>`,
);
