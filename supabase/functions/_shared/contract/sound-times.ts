import { dateCut, dateSpeech, type VoiceMark } from "./date-speech.ts";

/*
 * One timeline for one call. The browser and our server feed it with what each hears of the call, so that both say the
 * same of it. No schema stands here: importing one would bring zod into the page.
 */

/** What says something of a sound. */
export type SoundEvent =
  | {
      readonly type: "learner-speech-started" | "learner-speech-stopped";
      readonly itemId: string;
      /** The place in the learner's audio that the event names, if it does. */
      readonly audioMs?: number | null;
      /** How long ago it was heard by who stands nearer to the voice than the provider. */
      readonly agoMs?: number;
    }
  | { readonly type: "learner-speech-committed"; readonly itemId: string }
  /** The button to talk is pressed. */
  | { readonly type: "talk-started" }
  | {
      readonly type: "reply-item-named";
      readonly replyId: string;
      readonly itemId: string;
      readonly speaker: "persona" | "note";
    }
  | {
      readonly type: "playback-started" | "playback-stopped" | "playback-cleared";
      readonly replyId: string;
    }
  | {
      readonly type: "item-truncated";
      readonly itemId: string;
      /** How much of it was heard, if the event says so. */
      readonly audioMs?: number | null;
    };

type SpeechEvent = SoundEvent & { type: "learner-speech-started" | "learner-speech-stopped" };

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
  /** Its start is that of the voice. */
  readonly isHeard: boolean;
}

interface Reply {
  /** Its items that are spoken, as far as they were named. */
  readonly itemIds: readonly string[];
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

const NEW_REPLY: Reply = { itemIds: [], startedAtMs: null, endedAtMs: null };
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

  /** The spoken items of a reply, in the order in which they were named. All of it is played in one go. */
  itemsOf(replyId: string): readonly string[] {
    return this.#replies.get(replyId)?.itemIds ?? [];
  }

  /** Takes note of an event that arrived at `atMs`. */
  note(event: SoundEvent, atMs: number): SoundNotes {
    switch (event.type) {
      case "learner-speech-started":
        return this.#beginSpeech(event, atMs);
      case "learner-speech-stopped":
        return this.#endSpeech(event, atMs);
      case "learner-speech-committed":
        return this.#commitSpeech(event.itemId, atMs);
      case "talk-started":
        this.#pressedAtMs = atMs;
        return SILENCE;
      case "reply-item-named":
        return event.speaker === "note" ? SILENCE : this.#nameItem(event.replyId, event.itemId);
      case "playback-started":
        return this.#beginReply(event.replyId, atMs);
      case "playback-stopped":
      case "playback-cleared":
        return this.#endReply(event.replyId, atMs);
      case "item-truncated":
        return this.#cutItem(event, atMs);
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

  #beginSpeech({ itemId, audioMs = null, agoMs }: SpeechEvent, atMs: number): SoundNotes {
    if (this.#speaking.has(itemId) || this.#spoken.has(itemId)) return SILENCE;
    // One that never ended is not measured, and cannot go on beside the next.
    this.#speaking.clear();
    const startedAtMs = Math.max(atMs - (agoMs ?? 0), this.#learnerEndMs);
    const isHeard = agoMs !== undefined;
    this.#speaking.set(itemId, { started: { atMs, audioMs }, startedAtMs, isHeard });
    return aboutItem(itemId, { startedAtMs });
  }

  /** The provider waits for a while before it takes a turn for ended, and does not say for how long. */
  #endSpeech({ itemId, audioMs = null, agoMs }: SpeechEvent, atMs: number): SoundNotes {
    if (this.#spoken.has(itemId)) return SILENCE;
    const begun = this.#speaking.get(itemId);
    const dated = dateSpeech(begun?.started ?? null, { atMs, audioMs });
    const startedAtMs = begun?.isHeard === true ? begun.startedAtMs : dated.startedAtMs;
    const endedAtMs = agoMs === undefined ? (dated.endedAtMs ?? atMs) : atMs - agoMs;
    return this.#finishSpeech(itemId, startedAtMs, endedAtMs);
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
    const endedAtMs = Math.max(atMs, reply.startedAtMs ?? this.#personaEndMs);
    return this.#finishReply(replyId, { ...reply, endedAtMs });
  }

  /**
   * What is cut is heard no more. What was heard of a reply with several spoken items cannot be told from what was
   * heard of one of them.
   */
  #cutItem(
    { itemId, audioMs = null }: SoundEvent & { type: "item-truncated" },
    atMs: number,
  ): SoundNotes {
    for (const [replyId, reply] of this.#replies) {
      const { itemIds, startedAtMs } = reply;
      if (startedAtMs === null || !itemIds.includes(itemId)) continue;
      const untilMs = reply.endedAtMs ?? Math.max(atMs, startedAtMs);
      const isTold = audioMs !== null && itemIds.length === 1;
      const endedAtMs = isTold ? dateCut(startedAtMs, audioMs, untilMs) : untilMs;
      return this.#finishReply(replyId, { ...reply, endedAtMs });
    }
    return SILENCE;
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
