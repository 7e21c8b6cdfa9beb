import { dateCut, dateSpeech, type VoiceMark } from "./date-speech.ts";
import type { SidebandEvent } from "../providers/sideband.ts";

/** When an item of the learner, or a reply of the persona, was heard. What is left out is not known from here. */
export interface Sound {
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
}

/** What one event says of sounds, by item and by reply. */
export interface SoundNotes {
  readonly items: ReadonlyMap<string, Sound>;
  readonly replies: ReadonlyMap<string, Sound>;
}

interface Utterance {
  readonly started: VoiceMark;
  readonly startedAtMs: number;
}

interface Reply {
  /** Its items that are spoken, as far as they were named. */
  readonly itemIds: readonly string[];
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** How much of it was heard, where it was cut. */
  readonly heardMs: number | null;
}

const NEW_REPLY: Reply = { itemIds: [], startedAtMs: null, endedAtMs: null, heardMs: null };
const SILENCE: SoundNotes = { items: new Map(), replies: new Map() };

/**
 * When both sides were heard: the persona by what the provider played, the learner by what its voice detector found,
 * or by the button that was held. The words are another matter, they are made earlier or later than they sound. Each
 * side's sounds follow each other; those of both may overlap.
 */
export class SoundTimes {
  readonly #speaking = new Map<string, Utterance>();
  readonly #replies = new Map<string, Reply>();
  /** Utterances whose end is known: what is said of them later is their commitment. */
  readonly #spoken = new Set<string>();
  #pressedAtMs: number | null = null;
  #learnerEndMs = 0;
  #personaEndMs = 0;

  /** The items of the replies that are being played. */
  get soundingItems(): readonly string[] {
    return [...this.#replies.values()].filter(isSounding).flatMap(({ itemIds }) => itemIds);
  }

  /** Takes note of an event that arrived at `atMs`. */
  note(event: SidebandEvent, atMs: number): SoundNotes {
    switch (event.type) {
      case "speech-started":
        return this.#beginSpeech(event.itemId, { atMs, audioMs: event.audioMs });
      case "speech-stopped":
        return this.#endSpeech(event.itemId, { atMs, audioMs: event.audioMs });
      case "speech-committed":
        return this.#commitSpeech(event.itemId, atMs);
      case "speech-cleared":
        this.#pressedAtMs = atMs;
        return SILENCE;
      default:
        return this.#noteReply(event, atMs);
    }
  }

  /** Something was not heard: only what is said of them after it still counts for sounds that went on. */
  forget(): void {
    this.#speaking.clear();
    this.#pressedAtMs = null;
    for (const [replyId, { endedAtMs }] of this.#replies) {
      if (endedAtMs === null) this.#replies.delete(replyId);
    }
  }

  /** The call is over: whoever spoke is heard no more, and what was not played by now never was. */
  end(atMs: number): SoundNotes {
    const items = new Map([...this.#speaking].map(([itemId]) => [itemId, { endedAtMs: atMs }]));
    const replies = new Map<string, Sound>();
    for (const [replyId, reply] of this.#replies) {
      if (reply.endedAtMs !== null || (reply.startedAtMs === null && reply.itemIds.length === 0))
        continue;
      const startedAtMs = reply.startedAtMs ?? atMs;
      replies.set(replyId, { startedAtMs, endedAtMs: Math.max(atMs, startedAtMs) });
    }
    this.#speaking.clear();
    this.#replies.clear();
    return { items, replies };
  }

  #beginSpeech(itemId: string, started: VoiceMark): SoundNotes {
    if (this.#speaking.has(itemId) || this.#spoken.has(itemId)) return SILENCE;
    // One that never ended is not measured, and cannot go on beside the next.
    this.#speaking.clear();
    const startedAtMs = Math.max(started.atMs, this.#learnerEndMs);
    this.#speaking.set(itemId, { started, startedAtMs });
    return aboutItem(itemId, { startedAtMs });
  }

  #endSpeech(itemId: string, stopped: VoiceMark): SoundNotes {
    if (this.#spoken.has(itemId)) return SILENCE;
    const utterance = this.#speaking.get(itemId);
    const { startedAtMs, endedAtMs } = dateSpeech(utterance?.started ?? null, stopped);
    return this.#finishSpeech(itemId, startedAtMs, endedAtMs ?? stopped.atMs);
  }

  /** Without voice detection, a turn is what was held between the press and the release of the button. */
  #commitSpeech(itemId: string, atMs: number): SoundNotes {
    const utterance = this.#speaking.get(itemId);
    const pressedAtMs = this.#pressedAtMs;
    this.#pressedAtMs = null;
    if (this.#spoken.has(itemId)) return SILENCE;
    if (utterance !== undefined) return this.#finishSpeech(itemId, utterance.startedAtMs, atMs);
    return pressedAtMs === null ? SILENCE : this.#finishSpeech(itemId, pressedAtMs, atMs);
  }

  #finishSpeech(itemId: string, startMs: number | null, endMs: number): SoundNotes {
    this.#speaking.delete(itemId);
    this.#spoken.add(itemId);
    const startedAtMs = startMs === null ? null : Math.max(startMs, this.#learnerEndMs);
    const endedAtMs = Math.max(endMs, startedAtMs ?? this.#learnerEndMs);
    this.#learnerEndMs = endedAtMs;
    return aboutItem(itemId, startedAtMs === null ? { endedAtMs } : { startedAtMs, endedAtMs });
  }

  #noteReply(event: SidebandEvent, atMs: number): SoundNotes {
    switch (event.type) {
      case "item-named":
        return event.replyId === null || event.author !== "persona"
          ? SILENCE
          : this.#nameItem(event.replyId, event.itemId);
      case "playout-started":
        return this.#beginReply(event.replyId, atMs);
      case "playout-ended":
        return this.#endReply(event.replyId, atMs);
      case "item-interrupted":
        return this.#cutItem(event.itemId, event.heardMs);
      default:
        return SILENCE;
    }
  }

  #nameItem(replyId: string, itemId: string): SoundNotes {
    const reply = this.#replies.get(replyId) ?? NEW_REPLY;
    if (!reply.itemIds.includes(itemId)) {
      this.#replies.set(replyId, { ...reply, itemIds: [...reply.itemIds, itemId] });
    }
    return aboutReply(replyId, reply);
  }

  #beginReply(replyId: string, atMs: number): SoundNotes {
    const reply = this.#replies.get(replyId) ?? NEW_REPLY;
    if (reply.startedAtMs !== null) return SILENCE;
    const replies = new Map<string, Sound>();
    // The provider plays one at a time.
    for (const [otherId, other] of this.#replies) {
      if (!isSounding(other)) continue;
      for (const [id, sound] of this.#endReply(otherId, atMs).replies) replies.set(id, sound);
    }
    const begun = { ...reply, startedAtMs: Math.max(atMs, this.#personaEndMs) };
    this.#replies.set(replyId, begun);
    return { items: SILENCE.items, replies: replies.set(replyId, toSound(begun)) };
  }

  #endReply(replyId: string, atMs: number): SoundNotes {
    const reply = this.#replies.get(replyId) ?? NEW_REPLY;
    if (reply.endedAtMs !== null) return SILENCE;
    const { startedAtMs, heardMs } = reply;
    const endedAtMs =
      startedAtMs === null || heardMs === null
        ? Math.max(atMs, startedAtMs ?? this.#personaEndMs)
        : dateCut(startedAtMs, heardMs, atMs);
    return this.#finishReply(replyId, { ...reply, endedAtMs });
  }

  /** What was heard of a reply with several spoken items cannot be told from what was heard of one of them. */
  #cutItem(itemId: string, heardMs: number | null): SoundNotes {
    const [replyId, reply] =
      [...this.#replies].find(([, { itemIds }]) => itemIds.includes(itemId)) ?? [];
    if (replyId === undefined || reply === undefined) return SILENCE;
    if (heardMs === null || reply.itemIds.length > 1) return SILENCE;
    const { startedAtMs, endedAtMs } = reply;
    if (startedAtMs === null || endedAtMs === null) {
      this.#replies.set(replyId, { ...reply, heardMs });
      return SILENCE;
    }
    const cutAtMs = dateCut(startedAtMs, heardMs, endedAtMs);
    return this.#finishReply(replyId, { ...reply, heardMs, endedAtMs: cutAtMs });
  }

  #finishReply(replyId: string, reply: Reply): SoundNotes {
    this.#replies.set(replyId, reply);
    this.#personaEndMs = Math.max(this.#personaEndMs, reply.endedAtMs ?? 0);
    return aboutReply(replyId, reply);
  }
}

function isSounding({ startedAtMs, endedAtMs }: Reply): boolean {
  return startedAtMs !== null && endedAtMs === null;
}

function aboutItem(itemId: string, sound: Sound): SoundNotes {
  return { items: new Map([[itemId, round(sound)]]), replies: SILENCE.replies };
}

function aboutReply(replyId: string, reply: Reply): SoundNotes {
  const sound = toSound(reply);
  if (Object.keys(sound).length === 0) return SILENCE;
  return { items: SILENCE.items, replies: new Map([[replyId, sound]]) };
}

function toSound({ startedAtMs, endedAtMs }: Reply): Sound {
  return round({
    ...(startedAtMs === null ? {} : { startedAtMs }),
    ...(endedAtMs === null ? {} : { endedAtMs }),
  });
}

function round({ startedAtMs, endedAtMs }: Sound): Sound {
  return {
    ...(startedAtMs === undefined ? {} : { startedAtMs: toMilliseconds(startedAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAtMs: toMilliseconds(endedAtMs) }),
  };
}

function toMilliseconds(value: number): number {
  return Math.max(0, Math.round(value));
}
