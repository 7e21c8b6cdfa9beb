import { MAX_TURN_CHARACTERS } from "../contract/limits.ts";
import {
  type Sound,
  type SoundEvent,
  type SoundNotes,
  SoundTimes,
} from "../contract/sound-times.ts";
import type { SeenItem, SidebandEvent, UsageAmounts } from "../providers/sideband.ts";
import type {
  EventNote,
  ItemNote,
  ObservationBatch,
  ReplyNote,
  UsageNote,
} from "../store/observation-batch.ts";

/** The models that a call's usage is billed by. */
export interface BilledModels {
  readonly model: string;
  readonly transcriptionModel: string;
}

/** A provider that complains without end is noted this often in one segment. */
const MAX_EVENTS = 20;

/** What a segment has seen and not yet written down. */
export class ObservationLog {
  readonly #models: BilledModels;
  readonly #items = new Map<string, ItemNote>();
  readonly #replies = new Map<string, ReplyNote>();
  readonly #sounds = new SoundTimes();
  /** When learner turns were heard that are not committed yet: not all that sounds becomes one. */
  readonly #heard = new Map<string, Sound>();
  /** Learner turns whose words are still to come. */
  readonly #wordless = new Set<string>();
  #usage: UsageNote[] = [];
  #events: EventNote[] = [];
  #toolCalls: string[] = [];
  /** Items that a reply made, as far as this segment has heard it, and which reply that was. */
  readonly #named = new Map<string, string | null>();
  #eventCount = 0;
  #isLearnerActive = false;
  #hasArrival = false;
  #hasGap = false;

  constructor(models: BilledModels) {
    this.#models = models;
  }

  get isEmpty(): boolean {
    const count = this.#items.size + this.#replies.size + this.#usage.length + this.#events.length;
    const isMarked = this.#isLearnerActive || this.#hasArrival || this.#hasGap;
    return count + this.#toolCalls.length === 0 && !isMarked;
  }

  /** True while a turn of the learner waits for its words. */
  get awaitsWords(): boolean {
    return this.#wordless.size > 0;
  }

  /** The items of the replies that are being played. */
  get soundingItems(): readonly string[] {
    return this.#sounds.soundingItems;
  }

  /** Takes note of an event at `elapsedMs` since the session's first call was answered. */
  note(event: SidebandEvent, elapsedMs: number): void {
    const heard = toSoundEvent(event);
    if (heard !== null) this.#noteSounds(this.#sounds.note(heard, elapsedMs));
    switch (event.type) {
      case "speech-started":
      case "speech-stopped":
        this.#isLearnerActive = true;
        return;
      case "speech-committed":
        this.#isLearnerActive = true;
        this.#wordless.add(event.itemId);
        this.#arrive(event.itemId, event.previousItemId, elapsedMs);
        this.#change(
          { itemId: event.itemId, author: "learner", ...toNote(this.#heard.get(event.itemId)) },
          elapsedMs,
        );
        this.#heard.delete(event.itemId);
        return;
      case "silence-committed":
        this.#wordless.delete(event.itemId);
        this.#change({ itemId: event.itemId, author: "note" }, elapsedMs);
        return;
      case "reply-ended":
        this.#meter(event.replyId, "response", event.usage);
        return;
      case "request-refused":
        this.noteEvent("provider_complained", { code: event.code.slice(0, 80) });
        return;
      default:
        this.#noteItem(event, elapsedMs);
    }
  }

  /** Adds a line to the session's events. */
  noteEvent(kind: string, detail: EventNote["detail"]): void {
    this.#eventCount += 1;
    if (this.#eventCount <= MAX_EVENTS) this.#events.push({ kind, detail });
  }

  /** An item that the provider says it does not have. */
  noteAbsence(itemId: string, elapsedMs: number): void {
    this.#change({ itemId, author: "absent", isRetrieved: true }, elapsedMs);
  }

  /** A reply whose end nobody heard. */
  noteCut(itemId: string, elapsedMs: number): void {
    this.#change({ itemId, isInterrupted: true }, elapsedMs);
  }

  /** Something may have happened unheard: for a while nobody listened. */
  noteGap(): void {
    this.#hasGap = true;
    this.#sounds.forget();
  }

  /** Something was heard that may stand for what was not. */
  noteDoubt(): void {
    this.#hasGap = true;
  }

  /** The call is over, and nothing of it is heard any more. */
  noteEnd(elapsedMs: number): void {
    this.#noteSounds(this.#sounds.end(elapsedMs));
  }

  /** Empties the log into a batch; `isAttached` says whether the call is listened to now. */
  take(isAttached: boolean): ObservationBatch {
    const batch: ObservationBatch = {
      items: [...this.#items.values()],
      replies: [...this.#replies.values()],
      usage: this.#usage,
      events: this.#events,
      toolCalls: this.#toolCalls,
      isLearnerActive: this.#isLearnerActive,
      hasArrival: this.#hasArrival,
      hasGap: this.#hasGap,
      isAttached,
    };
    this.#items.clear();
    this.#replies.clear();
    this.#usage = [];
    this.#events = [];
    this.#toolCalls = [];
    this.#isLearnerActive = false;
    this.#hasArrival = false;
    this.#hasGap = false;
    return batch;
  }

  /** Takes a batch back that could not be written; what was noted since goes before it. */
  putBack(batch: ObservationBatch): void {
    for (const item of batch.items) {
      const newer = this.#items.get(item.itemId);
      this.#items.set(item.itemId, newer === undefined ? item : merge(item, newer));
    }
    for (const reply of batch.replies) {
      this.#replies.set(reply.replyId, { ...reply, ...this.#replies.get(reply.replyId) });
    }
    this.#usage = [...batch.usage, ...this.#usage];
    this.#events = [...batch.events, ...this.#events];
    this.#toolCalls = [...batch.toolCalls, ...this.#toolCalls];
    this.#isLearnerActive ||= batch.isLearnerActive;
    this.#hasArrival ||= batch.hasArrival;
    this.#hasGap ||= batch.hasGap;
  }

  #noteSounds({ items, replies }: SoundNotes): void {
    for (const [itemId, sound] of items) {
      this.#heard.set(itemId, { ...this.#heard.get(itemId), ...sound });
    }
    for (const [replyId, sound] of replies) {
      const older = this.#replies.get(replyId);
      this.#replies.set(replyId, { ...older, replyId, ...toNote(sound) });
    }
  }

  #noteItem(event: SidebandEvent, elapsedMs: number): void {
    if ("item" in event) this.#noteTool(event.item, event.type === "item-finished");
    switch (event.type) {
      case "item-named":
        this.#named.set(event.itemId, event.replyId);
        return;
      case "item-added":
        if (event.previousItemId !== undefined) {
          this.#arrive(event.item.itemId, event.previousItemId, elapsedMs);
        }
        this.#describe(event.item, elapsedMs);
        return;
      case "item-finished":
        this.#finish(event.item, elapsedMs);
        return;
      case "item-fetched":
        this.#change({ itemId: event.item.itemId, isRetrieved: true }, elapsedMs);
        this.#describe(event.item, elapsedMs);
        if (event.item.author === "persona" && event.item.isFinished) {
          this.#finish(event.item, elapsedMs);
        }
        return;
      case "item-transcribed":
        this.#transcribe(event.itemId, event.text, elapsedMs);
        this.#meter(event.itemId, "transcription", event.usage);
        return;
      case "item-interrupted":
        this.#change({ itemId: event.itemId, isInterrupted: true }, elapsedMs);
        return;
      default:
        return;
    }
  }

  /**
   * What the persona calls, not what it is told in return: whoever has seen one of both has not seen the other. Only a
   * reply calls: an item that none has named or finished, a page may have made before this segment listened.
   */
  #noteTool({ itemId, tool }: SeenItem, isFinished: boolean): void {
    const isOfReply = isFinished || this.#named.has(itemId);
    if (tool?.output === null && isOfReply) this.#toolCalls.push(tool.callId);
  }

  #arrive(itemId: string, previousItemId: string | null, elapsedMs: number): void {
    this.#hasArrival = true;
    this.#change({ itemId, isLinked: true, previousItemId }, elapsedMs);
  }

  /** An item that has words at once was written, or fetched after it was transcribed. */
  #describe(item: SeenItem, elapsedMs: number): void {
    const { itemId, author, text } = item;
    const replyId = this.#named.get(itemId) ?? null;
    this.#change(
      {
        itemId,
        author,
        ...(item.isWritten ? { isWritten: true } : {}),
        ...(replyId === null ? {} : { replyId }),
      },
      elapsedMs,
    );
    if (item.isWritten && text !== null) this.#finish(item, elapsedMs);
    if (author !== "learner") return;
    this.#isLearnerActive ||= item.isWritten;
    if (text !== null && (text !== "" || item.isWritten)) {
      this.#transcribe(itemId, text === "" ? null : text, elapsedMs);
    }
  }

  #finish({ itemId, author, text, isCut, isWritten }: SeenItem, elapsedMs: number): void {
    if (author !== "persona") return;
    this.#change(
      {
        itemId,
        author,
        state: "final",
        text: clip(text ?? ""),
        ...(isCut ? { isInterrupted: true } : {}),
        ...(isWritten ? { isWritten } : {}),
      },
      elapsedMs,
    );
  }

  #transcribe(itemId: string, text: string | null, elapsedMs: number): void {
    this.#wordless.delete(itemId);
    const words = clip(text ?? "").trim();
    const state = words === "" ? "unrecognized" : "final";
    this.#change({ itemId, author: "learner", state, text: words }, elapsedMs);
  }

  #meter(key: string, kind: UsageNote["kind"], amounts: UsageAmounts | null): void {
    if (amounts === null || Object.keys(amounts).length === 0) return;
    const { model, transcriptionModel } = this.#models;
    this.#usage.push({
      key,
      kind,
      model: kind === "response" ? model : transcriptionModel,
      amounts,
    });
  }

  #change(change: Omit<ItemNote, "startedAtMs">, elapsedMs: number): void {
    const newer = { ...change, startedAtMs: change.soundStartedAtMs ?? elapsedMs };
    const older = this.#items.get(change.itemId);
    this.#items.set(change.itemId, older === undefined ? newer : merge(older, newer));
  }
}

/** What an event says of a sound, in the words that the browser has for it; null where it says nothing. */
function toSoundEvent(event: SidebandEvent): SoundEvent | null {
  switch (event.type) {
    case "speech-started":
      return { type: "learner-speech-started", itemId: event.itemId, audioMs: event.audioMs };
    case "speech-stopped":
      return { type: "learner-speech-stopped", itemId: event.itemId, audioMs: event.audioMs };
    case "speech-committed":
      return { type: "learner-speech-committed", itemId: event.itemId };
    case "speech-cleared":
      return { type: "talk-started" };
    case "item-named":
      if (event.replyId === null || event.author !== "persona") return null;
      return { ...event, type: "reply-item-named", replyId: event.replyId, speaker: "persona" };
    case "playout-started":
      return { type: "playback-started", replyId: event.replyId };
    case "playout-ended":
      return { type: "playback-stopped", replyId: event.replyId };
    case "item-interrupted":
      return { type: "item-truncated", itemId: event.itemId, audioMs: event.heardMs };
    default:
      return null;
  }
}

/** The newer note over the older one, but from the time at which the item was first noted. */
function merge(older: ItemNote, newer: ItemNote): ItemNote {
  const startedAtMs = Math.min(older.startedAtMs, newer.startedAtMs);
  return { ...older, ...newer, startedAtMs };
}

function toNote({ startedAtMs, endedAtMs }: Sound = {}): Pick<
  ReplyNote,
  "soundStartedAtMs" | "soundEndedAtMs"
> {
  return {
    ...(startedAtMs === undefined ? {} : { soundStartedAtMs: startedAtMs }),
    ...(endedAtMs === undefined ? {} : { soundEndedAtMs: endedAtMs }),
  };
}

function clip(text: string): string {
  return text.toWellFormed().slice(0, MAX_TURN_CHARACTERS).toWellFormed();
}
