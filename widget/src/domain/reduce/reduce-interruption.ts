import type { AidEvent, InterruptionEvent } from "../state/extension-event.ts";
import { type AidsModel, NO_INCIDENT } from "./extension-model.ts";
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
  step,
  type Step,
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
      AidEvent,
      { type: "resume-requested" | "take-over-requested" | "finish-requested" | "aids-arrived" }
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
export function reduceInterruption(model: SessionModel, event: InterruptionInput & Timed): Step {
  const { phase, interruption } = model.state;
  switch (event.type) {
    case "aids-arrived":
      if (phase === "interrupted") return step(model, PROBE);
      return phase === "in-call" ? step(model, toEffect({ type: "guard-call" })) : step(model);
    case "page-left":
      return leavePage(model, event.atMs);
    case "practice-left": {
      const left = reduceEvent(model, event);
      return step(left.model, ...left.effects, FORGET);
    }
    case "session-taken":
      return phase === "in-call" ? loseToTab(model, event.atMs) : step(model);
    case "session-found-elsewhere":
      return judge(model, { remainingSeconds: null, elsewhere: true });
    case "interruption-judged":
      return judge(model, { remainingSeconds: event.remainingSeconds, elsewhere: false });
    case "interruption-dismissed":
      return phase === "interrupted"
        ? step(withState(model, { phase: "consent", interruption: null }), FORGET)
        : step(model);
    case "resume-requested":
      return interruption?.elsewhere === false && interruption.remainingSeconds !== 0
        ? adopt(model)
        : step(model);
    case "take-over-requested":
      return interruption?.elsewhere === true ? adopt(model) : step(model);
    case "finish-requested":
      return finish(model, event.atMs);
    case "resumption-granted":
      return model.aids.resumed === null
        ? step(model)
        : withAids(model, { resumed: { granted: event.resumption } });
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
function leavePage(model: SessionModel, atMs: number): Step {
  const { phase } = model.state;
  if (phase === "in-call") {
    const { closed, interrupted } = interrupt(model, atMs, false);
    return step(
      interrupted,
      { type: "close-call" },
      ...closed.effects,
      { type: "flush-session", reason: "page_closed" },
      PROBE,
    );
  }
  if (model.aids.resumed === null || !OPENING.includes(phase)) {
    return reduceEvent(model, { type: "page-left", atMs });
  }
  return step(
    backToInterruption(model, null),
    { type: "close-call" },
    { type: "flush-session", reason: "page_closed" },
    PROBE,
  );
}

function loseToTab(model: SessionModel, atMs: number): Step {
  const { closed, interrupted } = interrupt(model, atMs, true);
  // What was said last is delivered before the other tab gets the session.
  const letGo = toEffect({ type: "let-go" });
  return step(interrupted, letGo, { type: "close-call" }, ...closed.effects);
}

function interrupt(
  model: SessionModel,
  atMs: number,
  elsewhere: boolean,
): { closed: Step; interrupted: SessionModel } {
  const closed = advanceTurns(withState(model, { talking: false }), atMs, true);
  const remainingSeconds = elsewhere ? null : model.state.remainingSeconds;
  const interrupted = withState(closed.model, {
    phase: "interrupted",
    interruption: { remainingSeconds, elsewhere },
    remainingSeconds: null,
    connectionWeak: false,
    recovery: "none",
    lineQuality: null,
    muted: false,
  });
  return {
    closed,
    interrupted: { ...interrupted, weakSinceMs: null, replyAwaited: false, aids: NO_INCIDENT },
  };
}

function judge(model: SessionModel, interruption: Interruption): Step {
  return model.state.phase === "interrupted"
    ? step(withState(model, { interruption }))
    : step(model);
}

/** From here on as from the consent, which was given: only that a call is opened instead of a session. */
function adopt(model: SessionModel): Step {
  if (model.state.phase !== "interrupted") return step(model);
  const fresh: SessionModel = {
    ...withState(createSessionModel(model.terms), {
      turns: model.state.turns,
      output: model.state.output,
      interruption: null,
    }),
    aids: { ...NO_INCIDENT, resumed: { granted: null } },
  };
  const effects: SessionEffect[] = [toEffect({ type: "adopt-session" }), { type: "prepare-call" }];
  if (model.state.input === "text") return beginCall(fresh, ...effects);
  return step(withState(fresh, { phase: "requesting-microphone" }), ...effects, {
    type: "open-microphone",
  });
}

function finish(model: SessionModel, atMs: number): Step {
  const { phase, recovery, interruption } = model.state;
  if (phase === "in-call") {
    return recovery === "none" ? step(model) : endCall(model, atMs, "learner");
  }
  if (phase !== "interrupted" || interruption?.elsewhere === true) return step(model);
  return step(
    withState(model, { phase: "ending", endReason: "learner", interruption: null, failure: null }),
    toEffect({ type: "adopt-session" }),
    { type: "end-session", reason: "learner" },
  );
}

function failResumption(
  model: SessionModel,
  event: Extract<InterruptionInput, { type: "attempt-failed" }> & Timed,
): Step {
  const { failure, atMs } = event;
  if (model.aids.resumed === null || !OPENING.includes(model.state.phase)) {
    return reduceEvent(model, { type: "attempt-failed", failure, atMs });
  }
  return step(backToInterruption(model, failure), { type: "close-call" }, PROBE);
}

function stop(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "stop-requested" }> & Timed,
): Step {
  const { phase } = model.state;
  if (phase === "interrupted") return step(createSessionModel(model.terms));
  if (model.aids.resumed === null || !OPENING.includes(phase)) return reduceEvent(model, event);
  return step(backToInterruption(model, null), { type: "close-call" }, PROBE);
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
    aids: NO_INCIDENT,
  };
}

/** A session that goes on has a transcript, and a clock that began with its first call. */
function grant(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "session-granted" }> & Timed,
): Step {
  const granted = reduceEvent(model, event);
  const resumption = model.aids.resumed?.granted ?? null;
  if (resumption === null || model.state.phase !== "connecting") return granted;
  const transcript = restoreTranscript(resumption.transcript, resumption.lastSequence);
  const resumed = takeResumption({ ...granted.model, transcript }, resumption, event.atMs);
  const turns = listTurns(transcript, []);
  return step(withState(resumed, { turns }), ...granted.effects);
}

function connect(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "call-connected" }> & Timed,
): Step {
  const guard = toEffect({ type: "guard-call" });
  const isResumed = model.aids.resumed !== null;
  const base: SessionModel = isResumed ? { ...model, aids: NO_INCIDENT } : model;
  const connected = reduceEvent(base, event);
  if (connected.model.state.phase !== "in-call") return connected;
  if (!isResumed) return step(connected.model, ...connected.effects, guard);
  const rest = connected.effects.filter((effect) => !isBeginning(effect));
  return step(connected.model, INVITATION, ...rest, guard);
}

/** What a session does once, not with each of its calls. */
function isBeginning(effect: SessionEffect): boolean {
  if (effect.type === "send-intent") return effect.intent.type === "invite-persona";
  return effect.type === "notify" && effect.notice.type === "session-started";
}

function withAids(model: SessionModel, change: Partial<AidsModel>): Step {
  return step({ ...model, aids: { ...model.aids, ...change } });
}

function toEffect(deed: Extract<SessionEffect, { type: "aid" }>["deed"]): SessionEffect {
  return { type: "aid", deed };
}
