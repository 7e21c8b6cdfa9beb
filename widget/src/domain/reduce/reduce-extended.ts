import type { ExtensionEvent } from "../state/extension-event.ts";
import { suppressEcho } from "./suppress-echo.ts";
import { type ExtendedHandlers, handle, inPhase } from "./handlers.ts";
import { interruptionHandlers } from "./reduce-interruption.ts";
import { followFarewell, toolHandlers } from "./reduce-tools.ts";
import { recoveryHandlers } from "./reduce-recovery.ts";
import { announcePhase, sessionHandlers } from "./reduce-session.ts";
import { followReplies } from "./reduce-replies.ts";
import { soundHandlers } from "./reduce-sound.ts";
import { reviseTurn } from "./revise-turn.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import type { SessionModel, Transition } from "./session-model.ts";
import type { Phase } from "../state/session-state.ts";

type ExtendedEvent = (SessionEvent | ExtensionEvent) & Timed;

/** Phases that a page which is loaded again has nothing to go back from. */
const SETTLED: readonly Phase[] = ["report-ready", "not-scored", "failed"];

/** What each kind of event does to a practice that has its extension, which adds to the plain ones or replaces them. */
const EXTENDED_HANDLERS: ExtendedHandlers = {
  ...sessionHandlers,
  ...toolHandlers,
  ...recoveryHandlers,
  ...soundHandlers,
  "words-settled": inPhase("in-call", reviseTurn),
  ...interruptionHandlers,
};

/**
 * Advances a practice that has its extension: what breaks is mended, tools run, the connection is
 * watched. Everything else is decided as without it. Pure, as `reduceSession`.
 */
export function reduceExtended(model: SessionModel, event: ExtendedEvent): Transition {
  const advanced = handle(EXTENDED_HANDLERS, model, event);
  const first = suppressEcho(advanced.model, event);
  const farewell = followFarewell(first.model, event);
  const replies = followReplies(farewell.model, event, advanced.effects);
  const effects = [...advanced.effects, ...first.effects, ...farewell.effects, ...replies.effects];
  const { phase } = replies.model.state;
  if (SETTLED.includes(phase) && phase !== model.state.phase) {
    effects.push({ type: "use-extension", effect: { type: "forget-session" } });
  }
  return announcePhase(model, { model: replies.model, effects });
}
