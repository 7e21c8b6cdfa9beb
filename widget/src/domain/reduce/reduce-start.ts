import type { SessionEffect } from "../state/session-effect.ts";
import type { Timed } from "../state/session-event.ts";
import { type EventOf, inPhase, type SessionHandlers } from "./handlers.ts";
import { beginCall } from "./reduce-microphone.ts";
import {
  EMPTY_CARD,
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import { BEFORE_CALL, failAttempt, tick } from "./transitions.ts";

/** What leads from the brief to the call. Each way can be gone from one phase only. */
export const startHandlers = {
  "practice-begun": inPhase("brief", (model) => transition(leaveBrief(model, false))),
  "interruption-noticed": inPhase("brief", (model) => transition(leaveBrief(model, true))),
  "consent-given": inPhase("consent", takeConsent),
  "other-call-found": inPhase("consent", (model) =>
    transition(withState(model, { otherCall: true })),
  ),
  "call-requested": inPhase("microphone-check", leaveCheck),
  "extension-missing": inPhase("interrupted", (model) => transition(leaveBrief(model, false))),
  "session-granted": inPhase("connecting", grantSession),
  "call-connected": inPhase("connecting", answerCall),
  "attempt-failed": (model, { failure }) =>
    BEFORE_CALL.includes(model.state.phase) ? failAttempt(model, failure) : transition(model),
} satisfies Partial<SessionHandlers>;

function leaveBrief(model: SessionModel, interrupted: boolean): SessionModel {
  return withState(model, { phase: interrupted ? "interrupted" : "consent", interruption: null });
}

/** Who types needs no microphone, and who checks one does not call yet. */
function takeConsent(model: SessionModel, { check }: EventOf<"consent-given">): Transition {
  const begin = { type: "begin-attempt" } as const;
  const prepare = { type: "prepare-call" } as const;
  const open = { type: "open-microphone" } as const;
  if (model.state.input === "text") return beginCall(model, begin, prepare);
  return check
    ? transition(withState(model, { phase: "microphone-check" }), begin, prepare, open)
    : transition(withState(model, { phase: "requesting-microphone" }), begin, prepare, open);
}

function leaveCheck(model: SessionModel): Transition {
  const { status, deviceId } = model.state.microphone;
  const checked: SessionModel = { ...model, terms: { ...model.terms, checkDue: false } };
  const remember: SessionEffect = { type: "remember-microphone", deviceId };
  return status === "closed"
    ? transition(withState(checked, { phase: "requesting-microphone" }), remember)
    : beginCall(checked, remember);
}

function grantSession(model: SessionModel, event: EventOf<"session-granted">): Transition {
  const { sessionId, rehearsal, limitSeconds, tools, atMs } = event;
  const clock = { answeredAtMs: atMs, deadlineAtMs: atMs + limitSeconds * 1_000, warned: false };
  const granted = withState(model, { sessionId, rehearsal, card: { ...EMPTY_CARD, tools } });
  return transition({ ...granted, clock }, { type: "connect-call" });
}

function answerCall(model: SessionModel, { atMs }: Timed): Transition {
  const { sessionId } = model.state;
  if (sessionId === null) return transition(model);
  const ticked = tick(withState(model, { phase: "in-call" }), atMs);
  const effects: SessionEffect[] = [notify({ type: "session-started", sessionId })];
  if (model.terms.opens === "persona") {
    effects.push({ type: "send-intent", intent: { type: "invite-persona" } });
  }
  return transition(ticked.model, ...effects, ...ticked.effects);
}
