import type { ExtensionEvent } from "../state/extension-event.ts";
import { suppressEcho } from "./suppress-echo.ts";
import { reduceInterruption } from "./reduce-interruption.ts";
import { followFarewell, reduceProgress } from "./reduce-tools.ts";
import { reduceRecovery } from "./reduce-recovery.ts";
import { announcePhase, reduceEvent } from "./reduce-session.ts";
import { reduceSound } from "./reduce-sound.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import { type SessionModel, transition, type Transition } from "./session-model.ts";
import type { Phase } from "../state/session-state.ts";

type ExtendedEvent = (SessionEvent | ExtensionEvent) & Timed;

/** Phases that a page which is loaded again has nothing to go back from. */
const SETTLED: readonly Phase[] = ["report-ready", "not-scored", "failed"];

/**
 * Advances a practice that has its extension: what breaks is mended, tools run, the connection is watched. Everything else
 * is decided as without them. Pure, as `reduceSession`.
 */
export function reduceExtended(model: SessionModel, event: ExtendedEvent): Transition {
  const advanced = reduceEventExtended(model, event);
  const first = suppressEcho(advanced.model, event);
  const farewell = followFarewell(first.model, event);
  const effects = [...advanced.effects, ...first.effects, ...farewell.effects];
  const { phase } = farewell.model.state;
  if (SETTLED.includes(phase) && phase !== model.state.phase) {
    effects.push({ type: "use-extension", effect: { type: "forget-session" } });
  }
  return announcePhase(model, { model: farewell.model, effects });
}

// eslint-disable-next-line complexity -- one short case an event
function reduceEventExtended(model: SessionModel, event: ExtendedEvent): Transition {
  switch (event.type) {
    case "tool-called":
    case "tool-used":
    case "tool-answered":
    case "tool-unanswered":
      return reduceProgress(model, event);
    case "connection-weakened":
    case "connection-recovered":
    case "connection-lost":
    case "call-hung-up":
    case "clock-ticked":
    case "network-returned":
    case "network-left":
    case "call-again-requested":
    case "call-reopened":
    case "call-restored":
    case "call-again-failed":
      return reduceRecovery(model, event);
    case "connection-measured":
    case "outputs-listed":
    case "output-chosen":
    case "output-changed":
    case "volume-chosen":
    case "volume-recalled":
    case "microphone-silent":
    case "microphones-listed":
      return reduceSound(model, event);
    case "provider-complained":
      // A call that its provider ends is one that hung up: the session goes on in another one.
      return event.fatal && model.state.phase === "in-call"
        ? reduceRecovery(model, { type: "call-hung-up", atMs: event.atMs })
        : reduceEvent(model, event);
    case "text-entered":
    case "talk-started":
      return model.extension.broken === null ? reduceEvent(model, event) : transition(model);
    case "extension-arrived":
    case "page-left":
    case "practice-left":
    case "stop-requested":
    case "session-granted":
    case "call-connected":
    case "attempt-failed":
    case "interruption-judged":
    case "session-found-elsewhere":
    case "interruption-dismissed":
    case "session-taken":
    case "resumption-granted":
    case "resume-requested":
    case "take-over-requested":
    case "finish-requested":
      return reduceInterruption(model, event);
    default:
      return reduceEvent(model, event);
  }
}
