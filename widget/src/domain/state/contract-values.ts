import type * as session from "#contract/session.ts";
import type * as turn from "#contract/turn.ts";

/*
 * Constants of the contract, repeated here because importing them as values would bring the contract's zod
 * schemas into the browser. Their types are the contract's literals, so a difference does not compile.
 */

/** The consent text that this widget shows. */
export const CONSENT_VERSION: typeof session.CONSENT_VERSION = "2026-11";
/** How many turns one request may carry. */
export const MAX_TURNS_A_BATCH: typeof session.MAX_TURNS_A_BATCH = 50;
/** How long one turn's text may be. */
export const MAX_TURN_CHARACTERS: typeof turn.MAX_TURN_CHARACTERS = 8_000;
