import type { RecoveryEvent, Resumption } from "../state/extension-event.ts";
import type { ExtensionModel } from "./extension-model.ts";
import { advanceTurns } from "./reduce-call.ts";
import { type ExtendedHandlers, type Handler, inPhase } from "./handlers.ts";
import { reduceEvent } from "./reduce-session.ts";
import { CONNECTION_GRACE_MS, endCall, isDeadlineNear } from "./transitions.ts";
import { sealTranscript } from "../transcript/restore-transcript.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { TimedEvent, Timed } from "../state/session-event.ts";
import { type SessionModel, transition, type Transition, withState } from "./session-model.ts";

/** Pauses before each try; the last one repeats. */
const RETRY_PAUSES_MS = [0, 300, 1_200, 2_700, 4_800, 7_000];
/** A connection that is not back by then is offered to the learner. */
export const RECOVERY_PATIENCE_MS = 45_000;
/** Ticks come every second; a gap like this means that the device slept. */
const SLEEP_MS = 10_000;

const hangUp = whileUnbroken<Timed>((model, { atMs }) =>
  isDeadlineNear(model, atMs) ? endCall(model, atMs, "deadline") : breakCall(model, atMs),
);

/** A call whose connection may break: it is made again, by itself for a while and then when asked. */
export const recoveryHandlers = {
  "clock-ticked": inPhase("in-call", (model, { atMs }) => passTime(model, atMs)),
  "network-returned": inPhase("in-call", (model, { atMs }) => useNetwork(model, atMs)),
  "network-left": whileUnbroken((model, { atMs }) => weaken(model, atMs)),
  "connection-weakened": whileUnbroken((model, { atMs }) => weaken(model, atMs)),
  "connection-recovered": whileUnbroken(reduceEvent),
  "connection-lost": whileUnbroken((model, { atMs }) => breakCall(model, atMs)),
  "call-hung-up": hangUp,
  "provider-complained": (model, event) =>
    // A call that its provider ends is one that hung up: the session goes on in another one.
    event.fatal && model.state.phase === "in-call"
      ? hangUp(model, event)
      : reduceEvent(model, event),
  "call-again-requested": inPhase("in-call", (model, { atMs }) =>
    model.state.recovery === "offered" ? callAgain(model, atMs, true) : transition(model),
  ),
  "call-reopened": whileBroken((model, { resumption, atMs }) =>
    transition(takeResumption(model, resumption, atMs)),
  ),
  "call-restored": whileBroken(restoreCall),
  "call-again-failed": whileBroken(tryAgain),
  "text-entered": unlessBroken,
  "talk-started": unlessBroken,
} satisfies Partial<ExtendedHandlers>;

function whileUnbroken<Event>(handler: Handler<Event>): Handler<Event> {
  return inPhase("in-call", (model, event) =>
    model.extension.broken === null ? handler(model, event) : transition(model),
  );
}

function whileBroken<Event>(handler: Handler<Event>): Handler<Event> {
  return inPhase("in-call", (model, event) =>
    model.extension.broken === null ? transition(model) : handler(model, event),
  );
}

/** Nobody is there who could be told anything while a call is broken. */
function unlessBroken(model: SessionModel, event: TimedEvent): Transition {
  return model.extension.broken === null ? reduceEvent(model, event) : transition(model);
}

function weaken(model: SessionModel, atMs: number): Transition {
  return reduceEvent(model, { type: "connection-weakened", atMs });
}

/** What the server says of the session holds from now on; the times of turns never run backwards. */
export function takeResumption(
  model: SessionModel,
  { remainingSeconds, elapsedMs, lastSequence, progress, tools }: Resumption,
  atMs: number,
): SessionModel {
  const { clock, transcript, state } = model;
  const answeredAtMs = Math.min(clock?.answeredAtMs ?? atMs, atMs - elapsedMs);
  return {
    ...withState(model, {
      progress,
      remainingSeconds,
      card: { ...state.card, tools: tools ?? state.card.tools },
    }),
    clock: {
      answeredAtMs,
      deadlineAtMs: atMs + remainingSeconds * 1_000,
      warned: clock?.warned ?? false,
    },
    transcript: {
      ...transcript,
      nextSequence: Math.max(transcript.nextSequence, lastSequence + 1),
    },
  };
}

/** The persona takes the talk up. */
export const INVITATION: SessionEffect = {
  type: "send-intent",
  intent: { type: "invite-persona" },
};

/** Whatever was being said ends here: nothing of the old call is heard any more. */
function breakCall(model: SessionModel, atMs: number): Transition {
  if (model.extension.farewellSinceMs !== null) return endCall(model, atMs, "persona");
  const closed = advanceTurns(withState(model, { talking: false }), atMs, true);
  const quiet = {
    ...closed.model,
    transcript: sealTranscript(closed.model.transcript, closed.model.state.turns),
    weakSinceMs: null,
    replyAwaited: false,
    talkingSinceMs: null,
  };
  const begun = callAgain(withState(quiet, { connectionWeak: false }), atMs, true);
  const isHeld = model.state.input === "push-to-talk";
  return transition(
    begun.model,
    { type: "use-extension", effect: { type: "drop-call" } },
    ...(isHeld ? [{ type: "set-microphone" as const, open: false }] : []),
    ...closed.effects,
    ...begun.effects,
  );
}

function callAgain(model: SessionModel, atMs: number, anew: boolean, afterMs = 0): Transition {
  const tries = anew ? 1 : (model.extension.broken?.tries ?? 0) + 1;
  const sinceMs = anew ? atMs : (model.extension.broken?.sinceMs ?? atMs);
  return transition(
    withExtension(withState(model, { recovery: "calling-again" }), { broken: { sinceMs, tries } }),
    { type: "use-extension", effect: { type: "call-again", afterMs } },
  );
}

function tryAgain(
  model: SessionModel,
  event: Extract<RecoveryEvent, { type: "call-again-failed" }> & Timed,
): Transition {
  const { broken } = model.extension;
  if (broken === null) return transition(model);
  if (event.isSpent) return endCall(model, event.atMs, "cost");
  if (event.over) {
    return endCall(model, event.atMs, isDeadlineNear(model, event.atMs) ? "deadline" : "failed");
  }
  if (event.atMs - broken.sinceMs >= RECOVERY_PATIENCE_MS) {
    return transition(withState(model, { recovery: "offered" }));
  }
  const pauseMs = RETRY_PAUSES_MS[Math.min(broken.tries, RETRY_PAUSES_MS.length - 1)] ?? 0;
  return callAgain(model, event.atMs, false, Math.max(pauseMs, event.retryAfterSeconds * 1_000));
}

function restoreCall(model: SessionModel): Transition {
  return transition(
    withExtension(withState(model, { recovery: "none" }), { broken: null }),
    INVITATION,
  );
}

/** A network that is there again, or is another one, need not be waited for any longer. */
function useNetwork(model: SessionModel, atMs: number): Transition {
  if (model.state.recovery === "calling-again") {
    return transition(model, { type: "use-extension", effect: { type: "call-again", afterMs: 0 } });
  }
  return model.weakSinceMs === null ? transition(model) : breakCall(model, atMs);
}

function passTime(model: SessionModel, atMs: number): Transition {
  const { seenAtMs, broken } = model.extension;
  const seen = withExtension(model, { seenAtMs: atMs });
  const { weakSinceMs } = model;
  if (broken === null && weakSinceMs !== null && atMs - weakSinceMs >= CONNECTION_GRACE_MS) {
    return breakCall(seen, atMs);
  }
  const hasSlept = seenAtMs !== null && atMs - seenAtMs > SLEEP_MS && broken === null;
  const ticked = reduceEvent(seen, { type: "clock-ticked", atMs });
  if (!hasSlept || ticked.model.state.phase !== "in-call") return ticked;
  const weak = weaken(ticked.model, atMs);
  return transition(weak.model, ...ticked.effects, ...weak.effects);
}

function withExtension(model: SessionModel, change: Partial<ExtensionModel>): SessionModel {
  return { ...model, extension: { ...model.extension, ...change } };
}
