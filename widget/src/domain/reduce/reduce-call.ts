import type { CallEvent } from "../state/call-event.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { Timed } from "../state/session-event.ts";
import { inPhase, type SessionHandlers } from "./handlers.ts";
import { archive } from "../transcript/archive.ts";
import { notify, type SessionModel, transition, type Transition } from "./session-model.ts";
import type { Activity } from "../state/session-state.ts";
import { listCompleted, listTurns, settleTurns } from "../transcript/settle-turns.ts";
import { enterCallEvent, type Transcript } from "../transcript/transcript.ts";

const enter = inPhase("in-call", enterEvent);

/** What happens in a running call. */
export const callHandlers = {
  "learner-speech-started": enter,
  "learner-speech-stopped": enter,
  "learner-speech-committed": enter,
  "item-placed": enter,
  "words-arrived": enter,
  "words-settled": enter,
  "words-failed": enter,
  "reply-started": enter,
  "reply-item-named": enter,
  "reply-ended": enter,
  "playback-started": enter,
  "playback-stopped": enter,
  "playback-cleared": enter,
  "item-truncated": enter,
} satisfies Partial<SessionHandlers>;

function enterEvent(model: SessionModel, event: CallEvent & Timed): Transition {
  const begun = enterHeldSpeech(model, event);
  const entered: SessionModel = {
    ...begun,
    transcript: enterCallEvent(begun.transcript, event, toCallTime(model, event.atMs)),
    replyAwaited: isReplyAwaited(model.replyAwaited, event),
  };
  return advanceTurns(entered, event.atMs, false);
}

/** Without voice detection nothing says when a turn began: it was when the learner pressed the button. */
function enterHeldSpeech(model: SessionModel, event: CallEvent): SessionModel {
  const { talkingSinceMs, transcript } = model;
  if (event.type !== "learner-speech-committed" || talkingSinceMs === null) return model;
  const started = { type: "learner-speech-started", itemId: event.itemId } as const;
  return {
    ...model,
    transcript: enterCallEvent(transcript, started, toCallTime(model, talkingSinceMs)),
    talkingSinceMs: model.state.talking ? talkingSinceMs : null,
  };
}

/** Finishes the turns that are over and says so; in `closing`, all of them. */
export function advanceTurns(model: SessionModel, atMs: number, closing: boolean): Transition {
  const settled = settleTurns(model.transcript, toCallTime(model, atMs), closing);
  const { reported } = settled;
  const turns = listTurns(settled.transcript, model.state.turns);
  const transcript = archive(settled.transcript, turns, toCallTime(model, atMs));
  const activity = closing ? "idle" : toActivity(transcript, model);
  const next = { ...model, transcript, state: { ...model.state, turns, activity } };
  const effects: SessionEffect[] = [
    ...describeVoices(model.state.activity, activity),
    ...reported.map((turn) => ({ type: "store-turn" as const, turn })),
    ...listCompleted(model.state.turns, turns).map((turn) =>
      notify({ type: "turn-completed", turn }),
    ),
  ];
  return transition(next, ...effects);
}

/** Milliseconds since the session's first call was answered. */
export function toCallTime({ clock }: SessionModel, atMs: number): number {
  return Math.max(0, atMs - (clock?.answeredAtMs ?? atMs));
}

function isReplyAwaited(before: boolean, event: CallEvent): boolean {
  switch (event.type) {
    case "learner-speech-stopped":
    case "learner-speech-committed":
      return true;
    case "reply-started":
    case "reply-ended":
    case "playback-started":
      return false;
    default:
      return before;
  }
}

function toActivity(transcript: Transcript, { replyAwaited, state }: SessionModel): Activity {
  if (state.talking) return "learner-speaking";
  const items = [...transcript.items.values()];
  if (items.some((item) => item.speech === "open" && item.status === "forming")) {
    return "learner-speaking";
  }
  const replies = [...transcript.replies.values()];
  if (replies.some((reply) => reply.playback === "playing")) return "persona-speaking";
  const making = replies.some(
    (reply) => reply.started && reply.outcome === null && reply.playback === "none",
  );
  return making || replyAwaited ? "thinking" : "idle";
}

function describeVoices(before: Activity, after: Activity): readonly SessionEffect[] {
  return (["learner", "persona"] as const).flatMap((speaker) => {
    const speaking = after === `${speaker}-speaking`;
    if (speaking === (before === `${speaker}-speaking`)) return [];
    return [notify({ type: "voice-activity", speaker, speaking })];
  });
}
