import { NO_INCIDENT } from "./extension-model.ts";
import { advanceTurns } from "./reduce-call.ts";
import { beginCall } from "./reduce-microphone.ts";
import { INVITATION, takeResumption } from "./reduce-recovery.ts";
import { type EventOf, type ExtendedHandlers, inPhase } from "./handlers.ts";
import { reduceEvent } from "./reduce-session.ts";
import { endCall } from "./transitions.ts";
import { restoreTranscript } from "../transcript/restore-transcript.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import {
  createSessionModel,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import type { Failure, Interruption, Phase } from "../state/session-state.ts";
import { listTurns } from "../transcript/settle-turns.ts";

const OPENING: readonly Phase[] = ["requesting-microphone", "connecting"];
const FORGET = toEffect({ type: "forget-session" });
const KEEP = toEffect({ type: "keep-call" });
const PROBE = toEffect({ type: "probe-session" });

/** A practice whose session may outlive its page: it is left, found again, taken over, gone on with. */
export const interruptionHandlers = {
  "extension-arrived": (model) => {
    const { phase } = model.state;
    if (phase === "interrupted") return transition(model, PROBE);
    return phase === "in-call" ? transition(model, KEEP) : transition(model);
  },
  "page-left": (model, { atMs }) => leavePage(model, atMs),
  "practice-left": (model, event) => {
    const left = reduceEvent(model, event);
    return transition(left.model, ...left.effects, FORGET);
  },
  "session-taken": inPhase("in-call", (model, { atMs }) => loseToTab(model, atMs)),
  "session-found-elsewhere": inPhase("interrupted", (model) =>
    judge(model, { remainingSeconds: null, elsewhere: true }),
  ),
  "interruption-judged": inPhase("interrupted", (model, { remainingSeconds }) =>
    judge(model, {
      remainingSeconds: remainingSeconds ?? model.state.interruption?.remainingSeconds ?? null,
      elsewhere: false,
    }),
  ),
  "interruption-dismissed": inPhase("interrupted", (model) =>
    transition(withState(model, { phase: "consent", interruption: null }), FORGET),
  ),
  "resume-requested": inPhase("interrupted", (model) => {
    const { interruption } = model.state;
    return interruption?.elsewhere === false && interruption.remainingSeconds !== 0
      ? adopt(model)
      : transition(model);
  }),
  "take-over-requested": inPhase("interrupted", (model) =>
    model.state.interruption?.elsewhere === true ? adopt(model) : transition(model),
  ),
  "finish-requested": (model, { atMs }) => finish(model, atMs),
  "resumption-granted": (model, { resumption }) =>
    model.extension.resumed === null
      ? transition(model)
      : transition({
          ...model,
          extension: { ...model.extension, resumed: { granted: resumption } },
        }),
  "attempt-failed": failResumption,
  "stop-requested": stop,
  "session-granted": grant,
  "call-connected": connect,
} satisfies Partial<ExtendedHandlers>;

/** The page goes and may come back: the call ends, the session waits. */
function leavePage(model: SessionModel, atMs: number): Transition {
  const { phase } = model.state;
  if (phase === "in-call") {
    const { closed, interrupted } = interrupt(model, atMs, false);
    return transition(
      interrupted,
      { type: "close-call" },
      ...closed.effects,
      { type: "flush-session", reason: "page_closed" },
      PROBE,
    );
  }
  if (model.extension.resumed === null || !OPENING.includes(phase)) {
    return reduceEvent(model, { type: "page-left", atMs });
  }
  return transition(
    backToInterruption(model, null),
    { type: "close-call" },
    { type: "flush-session", reason: "page_closed" },
    PROBE,
  );
}

function loseToTab(model: SessionModel, atMs: number): Transition {
  const { closed, interrupted } = interrupt(model, atMs, true);
  // What was said last is delivered before the other tab gets the session.
  const letGo = toEffect({ type: "let-go" });
  return transition(interrupted, letGo, { type: "close-call" }, ...closed.effects);
}

function interrupt(
  model: SessionModel,
  atMs: number,
  elsewhere: boolean,
): { closed: Transition; interrupted: SessionModel } {
  const closed = advanceTurns(withState(model, { talking: false }), atMs, true);
  const remainingSeconds = elsewhere ? null : model.state.remainingSeconds;
  const interrupted = withState(closed.model, {
    phase: "interrupted",
    interruption: { remainingSeconds, elsewhere },
    remainingSeconds: null,
    connectionWeak: false,
    recovery: "none",
    connectionQuality: null,
    muted: false,
  });
  return {
    closed,
    interrupted: { ...interrupted, weakSinceMs: null, replyAwaited: false, extension: NO_INCIDENT },
  };
}

function judge(model: SessionModel, interruption: Interruption): Transition {
  return transition(withState(model, { interruption }));
}

/** From here on as from the consent, which was given: only that a call is opened instead of a session. */
function adopt(model: SessionModel): Transition {
  const fresh: SessionModel = {
    ...withState(createSessionModel(model.terms), {
      turns: model.state.turns,
      output: model.state.output,
      interruption: null,
    }),
    extension: { ...NO_INCIDENT, resumed: { granted: null } },
  };
  const effects: SessionEffect[] = [toEffect({ type: "adopt-session" }), { type: "prepare-call" }];
  if (model.state.input === "text") return beginCall(fresh, ...effects);
  return transition(withState(fresh, { phase: "requesting-microphone" }), ...effects, {
    type: "open-microphone",
  });
}

function finish(model: SessionModel, atMs: number): Transition {
  const { phase, recovery, interruption } = model.state;
  if (phase === "in-call") {
    return recovery === "none" ? transition(model) : endCall(model, atMs, "learner");
  }
  if (phase !== "interrupted" || interruption?.elsewhere === true) return transition(model);
  return transition(
    withState(model, { phase: "ending", endReason: "learner", interruption: null, failure: null }),
    toEffect({ type: "adopt-session" }),
    { type: "end-session", reason: "learner" },
  );
}

function failResumption(model: SessionModel, event: EventOf<"attempt-failed">): Transition {
  const { failure, atMs } = event;
  if (model.extension.resumed === null || !OPENING.includes(model.state.phase)) {
    return reduceEvent(model, { type: "attempt-failed", failure, atMs });
  }
  return transition(backToInterruption(model, failure), { type: "close-call" }, PROBE);
}

function stop(model: SessionModel, event: EventOf<"stop-requested">): Transition {
  const { phase } = model.state;
  if (phase === "interrupted") return transition(createSessionModel(model.terms));
  if (model.extension.resumed === null || !OPENING.includes(phase))
    return reduceEvent(model, event);
  return transition(backToInterruption(model, null), { type: "close-call" }, PROBE);
}

function backToInterruption(model: SessionModel, failure: Failure | null): SessionModel {
  const isOver = failure?.code === "session_rejected";
  return {
    ...withState(model, {
      phase: "interrupted",
      interruption: { remainingSeconds: isOver ? 0 : null, elsewhere: false },
      failure,
      muted: false,
    }),
    extension: NO_INCIDENT,
  };
}

/** A session that goes on has a transcript, and a clock that began with its first call. */
function grant(model: SessionModel, event: EventOf<"session-granted">): Transition {
  const granted = reduceEvent(model, event);
  const resumption = model.extension.resumed?.granted ?? null;
  if (resumption === null || model.state.phase !== "connecting") return granted;
  const transcript = restoreTranscript(resumption.transcript, resumption.lastSequence);
  const resumed = takeResumption({ ...granted.model, transcript }, resumption, event.atMs);
  const turns = listTurns(transcript, []);
  return transition(withState(resumed, { turns }), ...granted.effects);
}

function connect(model: SessionModel, event: EventOf<"call-connected">): Transition {
  const isResumed = model.extension.resumed !== null;
  const base: SessionModel = isResumed ? { ...model, extension: NO_INCIDENT } : model;
  const connected = reduceEvent(base, event);
  if (connected.model.state.phase !== "in-call") return connected;
  if (!isResumed) return transition(connected.model, ...connected.effects, KEEP);
  const rest = connected.effects.filter((effect) => !isBeginning(effect));
  return transition(connected.model, INVITATION, ...rest, KEEP);
}

/** What a session does once, not with each of its calls. */
function isBeginning(effect: SessionEffect): boolean {
  if (effect.type === "send-intent") return effect.intent.type === "invite-persona";
  return effect.type === "notify" && effect.notice.type === "session-started";
}

function toEffect(
  effect: Extract<SessionEffect, { type: "use-extension" }>["effect"],
): SessionEffect {
  return { type: "use-extension", effect };
}
