/*
 * Values of the contract that the browser needs, too. No schema stands beside them: importing one would bring zod
 * into the page.
 */

/** Version of the consent text in the widget's locales; a change of meaning needs a new one. */
export const CONSENT_VERSION = "2026-11";
/** How many turns one request may carry. */
export const MAX_TURNS_A_BATCH = 50;
/** How long the learner's name, and the name and value of a variable, may be. */
export const MAX_LEARNER_NAME = 80;
export const MAX_VARIABLE_NAME = 40;
export const MAX_VARIABLE_VALUE = 200;
/** How long one turn's text may be. */
export const MAX_TURN_CHARACTERS = 8_000;
