import { dateCut, dateSpeech } from "#contract/date-speech.ts";
import type { CallEvent } from "../state/call-event.ts";
import type { HeardUntil, Item, Reply, Transcript } from "./transcript.ts";

type SpeechEvent = CallEvent & { type: "learner-speech-started" | "learner-speech-stopped" };

/** The sounding part of an item: when it was heard, as far as that is known. */
export type Heard = Pick<Item, "startedAtMs" | "endedAtMs">;

/** What an utterance is after the voice detector found its beginning; the microphone knows it better. */
export function beginSpeech(
  event: SpeechEvent,
  atMs: number,
  { learnerMs }: HeardUntil,
): Partial<Item> {
  const { audioMs = null, agoMs = 0 } = event;
  const startedAtMs = Math.max(atMs - agoMs, learnerMs);
  return { speech: "open", begun: { atMs, audioMs }, startedAtMs };
}

/**
 * What an utterance is after its end. The provider waits for a while before it takes a turn for ended; how long the
 * voice had been silent by then only this page's microphone can tell.
 */
export function endSpeech(
  item: Item,
  event: CallEvent,
  ...[atMs, { learnerMs }]: [number, HeardUntil]
): Partial<Item> {
  if (item.speech === "ended") return {};
  if (item.begun === null) return { speech: "ended" };
  const isFound = event.type === "learner-speech-stopped";
  const { audioMs = null, agoMs } = isFound ? event : {};
  const dated = dateSpeech(item.begun, { atMs, audioMs });
  const isMeasured = item.startedAtMs < item.begun.atMs;
  const foundAtMs = isMeasured ? item.startedAtMs : (dated.startedAtMs ?? item.startedAtMs);
  const startedAtMs = Math.max(foundAtMs, learnerMs);
  const heardUntilMs = Math.min(dated.endedAtMs ?? atMs, atMs - (agoMs ?? 0));
  return { speech: "ended", startedAtMs, endedAtMs: Math.max(startedAtMs, heardUntilMs) };
}

/** A transcript in which nothing of the learner sounds before this utterance has ended. */
export function keepUtterance(transcript: Transcript, itemId: string): Transcript {
  const { heardUntil, items } = transcript;
  const learnerMs = Math.max(heardUntil.learnerMs, items.get(itemId)?.endedAtMs ?? 0);
  return { ...transcript, heardUntil: { ...heardUntil, learnerMs } };
}

/** The sound of a reply that begins to be played. The provider plays one at a time, so that any other has ended. */
export function beginSound(transcript: Transcript, replyId: string, atMs: number): Transcript {
  const replies = new Map(transcript.replies);
  for (const [id, reply] of replies) {
    const { startedAtMs, endedAtMs } = reply.sound;
    if (id !== replyId && startedAtMs !== null && endedAtMs === null) {
      replies.set(id, { ...reply, sound: endSound(reply, atMs) });
    }
  }
  const begun = replies.get(replyId);
  if (begun?.sound.startedAtMs === null) {
    const startedAtMs = Math.max(atMs, transcript.heardUntil.personaMs);
    replies.set(replyId, { ...begun, sound: { ...begun.sound, startedAtMs } });
  }
  return keepReplies(transcript, replies);
}

/** The sound of a reply that is played no more, or of which is known how much was heard. */
export function finishSound(transcript: Transcript, replyId: string, atMs: number): Transcript {
  const reply = transcript.replies.get(replyId);
  if (reply === undefined) return transcript;
  const sound = endSound(reply, atMs);
  return keepReplies(transcript, new Map(transcript.replies).set(replyId, { ...reply, sound }));
}

function endSound({ sound }: Reply, atMs: number): Reply["sound"] {
  const { startedAtMs, endedAtMs, heardMs } = sound;
  if (startedAtMs === null) return { ...sound, endedAtMs: endedAtMs ?? atMs };
  const untilMs = Math.max(startedAtMs, endedAtMs ?? atMs);
  const isCut = heardMs !== null;
  return { ...sound, endedAtMs: isCut ? dateCut(startedAtMs, heardMs, untilMs) : untilMs };
}

function keepReplies(transcript: Transcript, replies: ReadonlyMap<string, Reply>): Transcript {
  const ends = [...replies.values()].map(({ sound }) => sound.endedAtMs ?? 0);
  const personaMs = Math.max(transcript.heardUntil.personaMs, ...ends);
  return { ...transcript, replies, heardUntil: { ...transcript.heardUntil, personaMs } };
}

/** When an item that is over was heard; `closing` says that the call is over, too. */
export function dateItem(
  { item, reply }: { readonly item: Item; readonly reply: Reply | undefined },
  atMs: number,
  closing: boolean,
): Heard {
  if (item.speaker === "learner") return dateUtterance(item, atMs);
  if (reply === undefined) return takeNoTime(item.startedAtMs);
  const { startedAtMs } = reply.sound;
  if (startedAtMs === null) {
    return closing ? takeNoTime(item.startedAtMs) : { ...item, endedAtMs: null };
  }
  const untilMs = reply.sound.endedAtMs ?? endSound(reply, atMs).endedAtMs ?? atMs;
  // All of a reply is played in one go: its first item stands for it.
  return reply.firstItemId === item.itemId
    ? { startedAtMs, endedAtMs: untilMs }
    : takeNoTime(untilMs);
}

function dateUtterance({ speech, begun, startedAtMs, endedAtMs }: Item, atMs: number): Heard {
  if (speech === "none") return takeNoTime(startedAtMs);
  if (begun === null) return { startedAtMs, endedAtMs: null };
  return { startedAtMs, endedAtMs: Math.max(startedAtMs, endedAtMs ?? atMs) };
}

function takeNoTime(atMs: number): Heard {
  return { startedAtMs: atMs, endedAtMs: atMs };
}
