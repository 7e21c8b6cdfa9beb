import type { CallEvent } from "../state/call-event.ts";
import type { ExtensionEvent } from "../state/extension-event.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import type { ReplyTrouble } from "../state/session-state.ts";
import { NO_REPLY_DUE, type ReplyWatch } from "./extension-model.ts";
import { INVITATION } from "./reduce-recovery.ts";
import { reduceEvent } from "./reduce-session.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import { endCall } from "./transitions.ts";

/** A call whose service failed this often in a row has no customer. */
export const MOST_FAILURES = 3;
/** A reply of which nothing is heard for this long never comes. */
export const REPLY_PATIENCE_MS = 16_000;
/** Pauses before a reply is asked for again: what failed by a rate needs time. */
const PAUSES_MS = [2_000, 5_000];

const FORGET_REPLY: SessionEffect = { type: "send-intent", intent: { type: "forget-reply" } };

type ExtendedEvent = (SessionEvent | ExtensionEvent) & Timed;
type EndedReply = Extract<CallEvent, { type: "reply-ended" }>;

/**
 * Asks again for a reply that failed or never came, and ends a call whose service goes on failing. `effects` are
 * those of the event, which may ask for a reply themselves.
 */
export function followReplies(
  model: SessionModel,
  event: ExtendedEvent,
  effects: readonly SessionEffect[],
): Transition {
  const { broken, farewellSinceMs } = model.extension;
  if (model.state.phase !== "in-call") return transition(model);
  // Another call begins anew, and after a farewell nothing more is due.
  if (broken !== null || farewellSinceMs !== null) return transition(rest(model));
  const noted = note(model, event, effects);
  if (event.type === "clock-ticked") return passTime(noted, event.atMs);
  return event.type === "reply-ended" ? endReply(noted, event) : transition(noted);
}

function rest(model: SessionModel): SessionModel {
  return withTrouble(watch(model, NO_REPLY_DUE), "none");
}

/** What an event says of the replies that are due. */
function note(
  model: SessionModel,
  event: ExtendedEvent,
  effects: readonly SessionEffect[],
): SessionModel {
  const { atMs } = event;
  switch (event.type) {
    case "reply-started":
      return watch(model, { silentSinceMs: atMs, askAtMs: null, isAsked: false });
    case "words-arrived":
    case "words-settled":
      return event.speaker === "persona" ? noteWords(model, event.replyId, atMs) : model;
    case "reply-item-named":
      return hear(model, atMs);
    case "tool-called":
      return watch(hear(model, atMs), { calledReplyId: event.replyId });
    case "playback-started":
      return expect(model, atMs);
    case "learner-speech-committed":
      return ask(model, atMs);
    case "text-entered":
      // Blanks are not sent.
      return effects.length > 0 ? ask(model, atMs) : model;
    default:
      return isReplyAsked(model, event, effects) ? watch(model, { silentSinceMs: atMs }) : model;
  }
}

/** What the learner has said is answered, also where a reply was to be asked for again. */
function ask(model: SessionModel, atMs: number): SessionModel {
  return watch(model, { isAsked: true, askAtMs: null, silentSinceMs: atMs });
}

/** The persona was invited, or has to say what a tool answered. */
function isReplyAsked(
  { state, transcript, terms, extension: { replies } }: SessionModel,
  event: ExtendedEvent,
  effects: readonly SessionEffect[],
): boolean {
  if (event.type === "extension-arrived") {
    return terms.opens === "persona" && state.turns.length + transcript.replies.size === 0;
  }
  if (event.type === "tool-answered" && event.by === "persona") {
    return replies.calledReplyId !== replies.spokenReplyId;
  }
  return effects.some(
    (effect) => effect.type === "send-intent" && effect.intent.type === "invite-persona",
  );
}

function noteWords(model: SessionModel, replyId: string | null, atMs: number): SessionModel {
  if (replyId === null) return model;
  return watch(hear(model, atMs), { spokenReplyId: replyId });
}

/** Something of the reply that is due has come. */
function hear(model: SessionModel, atMs: number): SessionModel {
  return model.extension.replies.silentSinceMs === null
    ? model
    : watch(model, { silentSinceMs: atMs });
}

/** One reply is there; another one is due only where the learner has asked for it meanwhile. */
function expect(model: SessionModel, atMs: number): SessionModel {
  return watch(model, { silentSinceMs: model.extension.replies.isAsked ? atMs : null });
}

function endReply(model: SessionModel, { replyId, outcome, atMs }: EndedReply & Timed): Transition {
  const { spokenReplyId, calledReplyId, forgotten } = model.extension.replies;
  if (forgotten.includes(replyId)) return transition(model);
  const ended = expect(model, atMs);
  const hasSpoken = spokenReplyId === replyId;
  if (outcome === "failed") return fail(ended, atMs);
  if (hasSpoken) return transition(withTrouble(watch(ended, { failures: 0 }), "none"));
  return outcome === "incomplete" && calledReplyId !== replyId
    ? fail(ended, atMs)
    : transition(ended);
}

function passTime(model: SessionModel, atMs: number): Transition {
  const { activity } = model.state;
  const { askAtMs, silentSinceMs } = model.extension.replies;
  // Whoever speaks is let speak.
  if (activity === "persona-speaking" || activity === "learner-speaking") {
    return transition(expect(model, atMs));
  }
  if (askAtMs !== null) return atMs < askAtMs ? transition(model) : askAgain(model, atMs);
  if (silentSinceMs === null) {
    return transition(activity === "thinking" ? watch(model, { silentSinceMs: atMs }) : model);
  }
  return atMs - silentSinceMs < REPLY_PATIENCE_MS ? transition(model) : giveUp(model, atMs);
}

function askAgain(model: SessionModel, atMs: number): Transition {
  const asked = watch({ ...model, replyAwaited: true }, { askAtMs: null, silentSinceMs: atMs });
  return transition(asked, INVITATION);
}

/** What is open of the reply that never came ends here, as what was said of it stands. */
function giveUp(model: SessionModel, atMs: number): Transition {
  const open = [...model.transcript.replies]
    .filter(([, { started, outcome }]) => started && outcome === null)
    .map(([replyId]) => replyId);
  const waiting: SessionModel = { ...model, replyAwaited: false };
  const ended = open.reduce<Transition>((so, replyId) => {
    const end = { type: "reply-ended", replyId, outcome: "failed", atMs } as const;
    const next = reduceEvent(so.model, end);
    return transition(next.model, ...so.effects, ...next.effects);
  }, transition(waiting));
  const { forgotten } = model.extension.replies;
  const failed = fail(
    watch(ended.model, { forgotten: [...forgotten, ...open], isAsked: false }),
    atMs,
  );
  return transition(failed.model, FORGET_REPLY, ...ended.effects, ...failed.effects);
}

function fail(model: SessionModel, atMs: number): Transition {
  const failures = model.extension.replies.failures + 1;
  const warning = notify({ type: "warning", code: "reply_failed" });
  if (failures >= MOST_FAILURES) {
    const ended = endCall(withTrouble(watch(model, { failures }), "given-up"), atMs, "failed");
    return transition(ended.model, warning, ...ended.effects);
  }
  // What the learner has said meanwhile is answered anyway.
  const pauseMs = PAUSES_MS[failures - 1] ?? 0;
  const askAtMs = model.extension.replies.isAsked ? null : atMs + pauseMs;
  return transition(withTrouble(watch(model, { failures, askAtMs }), "asking-again"), warning);
}

function watch(model: SessionModel, change: Partial<ReplyWatch>): SessionModel {
  const replies = { ...model.extension.replies, ...change };
  return { ...model, extension: { ...model.extension, replies } };
}

function withTrouble(model: SessionModel, replyTrouble: ReplyTrouble): SessionModel {
  return model.state.replyTrouble === replyTrouble ? model : withState(model, { replyTrouble });
}
