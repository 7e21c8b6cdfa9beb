import { type Sound, type SoundEvent, SoundTimes } from "#contract/sound-times.ts";
import type { ExtensionEvent } from "../../domain/state/extension-event.ts";
import type { SessionEvent, Timed } from "../../domain/state/session-event.ts";
import { toCallTime } from "../../domain/reduce/reduce-call.ts";
import type { SessionModel } from "../../domain/reduce/session-model.ts";
import type { Clock } from "../../ports/clock.ts";
import { VoiceWatch } from "./voice-watch.ts";

type AnyEvent = SessionEvent | ExtensionEvent;

/** Enters into a practice when turns were heard, as far as an event says it that is to be reduced next. */
export type FollowSounds = (model: SessionModel, event: AnyEvent & Timed) => SessionModel;

/** What the learner is listened to with. */
export interface Listening {
  readonly clock: Clock;
  /** Aborts at the end of the call. */
  readonly signal: AbortSignal;
  /** The loudness of the learner's microphone at the moment; null where nobody waits for a voice. */
  readonly level: (() => number) | null;
}

/** Times the sounds of one call by the rule of the server, and hears besides when the learner's voice was heard. */
export function timeSounds({ clock, signal, level }: Listening): FollowSounds {
  const times = new SoundTimes();
  const voice = level === null ? null : new VoiceWatch(clock, signal, level);
  let sounds: ReadonlyMap<string, Sound> = new Map();
  return (model, event) => {
    const { state, transcript } = model;
    if (state.phase !== "in-call" || !isSoundEvent(event)) return model;
    pressButton(times, model, event);
    const heard = { ...event, ...voice?.note(event.type) };
    const added = noteEvent(times, heard, toCallTime(model, event.atMs));
    if (added.size === 0) return model;
    const { places } = transcript.history;
    const kept = [...sounds].filter(([itemId]) => !places.has(itemId));
    sounds = new Map([...kept, ...added]);
    return { ...model, transcript: { ...transcript, sounds } };
  };
}

function isSoundEvent<Event extends AnyEvent>(
  event: Event,
): event is Event & { type: Exclude<SoundEvent["type"], "talk-started"> } {
  switch (event.type) {
    case "learner-speech-started":
    case "learner-speech-stopped":
    case "learner-speech-committed":
    case "reply-item-named":
    case "playback-started":
    case "playback-stopped":
    case "playback-cleared":
    case "item-truncated":
      return true;
    default:
      return false;
  }
}

/** Where a button is held to talk, only what was committed was a turn. */
function pressButton(times: SoundTimes, model: SessionModel, event: AnyEvent): void {
  const { talkingSinceMs } = model;
  if (event.type !== "learner-speech-committed" || talkingSinceMs === null) return;
  times.note({ type: "talk-started" }, toCallTime(model, talkingSinceMs));
}

function noteEvent(times: SoundTimes, event: SoundEvent, atMs: number): Map<string, Sound> {
  const { items, replies } = times.note(event, atMs);
  const noted = new Map(items);
  for (const [replyId, sound] of replies) {
    const overAtMs = sound.endedAtMs ?? sound.startedAtMs;
    times.itemsOf(replyId).forEach((itemId, index) => {
      // Its first item stands for all of it: the others take no time of their own.
      const isFirst = index === 0 || overAtMs === undefined;
      noted.set(itemId, isFirst ? sound : { startedAtMs: overAtMs, endedAtMs: overAtMs });
    });
  }
  return noted;
}
