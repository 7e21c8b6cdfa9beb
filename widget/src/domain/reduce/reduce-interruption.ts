import type { ExtensionEvent, InterruptionEvent } from "../state/extension-event.ts";
import { type ExtensionModel, NO_INCIDENT } from "./extension-model.ts";
import { advanceTurns } from "./reduce-call.ts";
import { beginCall } from "./reduce-microphone.ts";
import { INVITATION, takeResumption } from "./reduce-recovery.ts";
import { endCall, reduceEvent } from "./reduce-session.ts";
import { restoreTranscript } from "../transcript/restore-transcript.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
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
const PROBE = toEffect({ type: "probe-session" });

/** What concerns a session that is left running, or gone on with. */
export type InterruptionInput =
  | InterruptionEvent
  | Extract<
      ExtensionEvent,
      {
        type: "resume-requested" | "take-over-requested" | "finish-requested" | "extension-arrived";
      }
    >
  | Extract<
      SessionEvent,
      {
        type:
          | "page-left"
          | "practice-left"
          | "stop-requested"
          | "session-granted"
          | "call-connected"
          | "attempt-failed";
      }
    >;

/** Advances a practice whose session may outlive its page: it is left, found again, taken over, gone on with. */
// eslint-disable-next-line complexity -- one short case an event
export function reduceInterruption(
  model: SessionModel,
  event: InterruptionInput & Timed,
): Transition {
  const { phase, interruption } = model.state;
  switch (event.type) {
    case "extension-arrived":
      if (phase === "interrupted") return transition(model, PROBE);
      return phase === "in-call"
        ? transition(model, toEffect({ type: "keep-call" }))
        : transition(model);
    case "page-left":
      return leavePage(model, event.atMs);
    case "practice-left": {
      const left = reduceEvent(model, event);
      return transition(left.model, ...left.effects, FORGET);
    }
    case "session-taken":
      return phase === "in-call" ? loseToTab(model, event.atMs) : transition(model);
    case "session-found-elsewhere":
      return judge(model, { remainingSeconds: null, elsewhere: true });
    case "interruption-judged":
      return judge(model, { remainingSeconds: event.remainingSeconds, elsewhere: false });
    case "interruption-dismissed":
      return phase === "interrupted"
        ? transition(withState(model, { phase: "consent", interruption: null }), FORGET)
        : transition(model);
    case "resume-requested":
      return interruption?.elsewhere === false && interruption.remainingSeconds !== 0
        ? adopt(model)
        : transition(model);
    case "take-over-requested":
      return interruption?.elsewhere === true ? adopt(model) : transition(model);
    case "finish-requested":
      return finish(model, event.atMs);
    case "resumption-granted":
      return model.extension.resumed === null
        ? transition(model)
        : withExtension(model, { resumed: { granted: event.resumption } });
    case "attempt-failed":
      return failResumption(model, event);
    case "stop-requested":
      return stop(model, event);
    case "session-granted":
      return grant(model, event);
    case "call-connected":
      return connect(model, event);
  }
}

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
  return model.state.phase === "interrupted"
    ? transition(withState(model, { interruption }))
    : transition(model);
}

/** From here on as from the consent, which was given: only that a call is opened instead of a session. */
function adopt(model: SessionModel): Transition {
  if (model.state.phase !== "interrupted") return transition(model);
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

function failResumption(
  model: SessionModel,
  event: Extract<InterruptionInput, { type: "attempt-failed" }> & Timed,
): Transition {
  const { failure, atMs } = event;
  if (model.extension.resumed === null || !OPENING.includes(model.state.phase)) {
    return reduceEvent(model, { type: "attempt-failed", failure, atMs });
  }
  return transition(backToInterruption(model, failure), { type: "close-call" }, PROBE);
}

function stop(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "stop-requested" }> & Timed,
): Transition {
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
function grant(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "session-granted" }> & Timed,
): Transition {
  const granted = reduceEvent(model, event);
  const resumption = model.extension.resumed?.granted ?? null;
  if (resumption === null || model.state.phase !== "connecting") return granted;
  const transcript = restoreTranscript(resumption.transcript, resumption.lastSequence);
  const resumed = takeResumption({ ...granted.model, transcript }, resumption, event.atMs);
  const turns = listTurns(transcript, []);
  return transition(withState(resumed, { turns }), ...granted.effects);
}

function connect(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "call-connected" }> & Timed,
): Transition {
  const keep = toEffect({ type: "keep-call" });
  const isResumed = model.extension.resumed !== null;
  const base: SessionModel = isResumed ? { ...model, extension: NO_INCIDENT } : model;
  const connected = reduceEvent(base, event);
  if (connected.model.state.phase !== "in-call") return connected;
  if (!isResumed) return transition(connected.model, ...connected.effects, keep);
  const rest = connected.effects.filter((effect) => !isBeginning(effect));
  return transition(connected.model, INVITATION, ...rest, keep);
}

/** What a session does once, not with each of its calls. */
function isBeginning(effect: SessionEffect): boolean {
  if (effect.type === "send-intent") return effect.intent.type === "invite-persona";
  return effect.type === "notify" && effect.notice.type === "session-started";
}

function withExtension(model: SessionModel, change: Partial<ExtensionModel>): Transition {
  return transition({ ...model, extension: { ...model.extension, ...change } });
}

function toEffect(
  effect: Extract<SessionEffect, { type: "use-extension" }>["effect"],
): SessionEffect {
  return { type: "use-extension", effect };
}
