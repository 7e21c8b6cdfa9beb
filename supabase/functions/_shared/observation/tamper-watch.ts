import type { SeenItem, SidebandEvent } from "../providers/sideband.ts";
import { ItemOrder } from "./item-order.ts";
import { LastMinute, sumOf } from "./last-minute.ts";
import { ReplyCredit } from "./reply-credit.ts";
import { WrittenWatch } from "./written-watch.ts";

/** What a browser did that ours never does. Stands in the records of the session. */
export type TamperReason =
  | "settings_changed"
  | "item_injected"
  | "item_misplaced"
  | "item_flood"
  | "item_removed"
  | "reply_forged"
  | "reply_ordered"
  | "output_forged"
  | "reply_loop"
  | "token_rate";

/** What one event is judged by besides itself. */
export interface TamperContext {
  /** Any monotonic clock. */
  readonly nowMs: number;
  /** When this link was attached, on the same clock. */
  readonly attachedAtMs: number;
}

/** An opening, an answer, and one for a race: beyond that nobody spoke, and still it talks. */
const MAX_UNASKED_REPLIES = 3;
/** Three times what a lively talk has; where its tools are answered, a turn has up to two. */
const MAX_REPLIES_A_MINUTE = 36;
/** Three times what can be spoken in a minute, words and sound together. */
const MAX_OUTPUT_TOKENS_A_MINUTE = 4_500;
/** A reply reads the instructions and what truncation leaves of the talk, some 28,000: more was brought along. */
const MAX_INPUT_TOKENS_A_REPLY = 40_000;
/** As many as the most replies of a minute read, and half of that again. */
const MAX_INPUT_TOKENS_A_MINUTE = 600_000;
/** What arrives with the attachment may have begun before it. */
const SETTLING_MS = 2_000;
/** What tells where an item comes from may be told after it, by so much. */
const SWAP_MS = 1_000;
/** Segments that change over ask once each, and again after a break; a page never does. */
const MAX_SETTINGS_SHOWN = 8;
/** The empty marks that segments set and take away, each under an id of its own. */
const MARK = /^maka_mark_[0-9a-f-]{1,36}$/;

/**
 * Recognises a page that plays another game on the call's data channel. Typed words and asking for a reply to
 * them are what our own page does, so they are no offence; seeded words, changed settings and endless
 * replies are.
 */
export class TamperWatch {
  readonly #named = new Set<string>();
  readonly #committed = new Set<string>();
  /** Turns that the provider heard to their end. */
  readonly #heard = new Set<string>();
  /** Turns that a reply was granted for. */
  readonly #asking = new Set<string>();
  /** When calls of tools arrived that no reply has named yet. */
  readonly #unnamed = new Map<string, number>();
  readonly #marks = new Set<string>();
  /** An arrival may be told under two names. */
  readonly #arrived = new Set<string>();
  #credit = new ReplyCredit();
  readonly #isSpoken: boolean;
  #settingsShown = 0;
  #settingsDigest: string | null = null;
  #isDoubtful = false;
  /** Tools that the persona called, or whose output has come. */
  readonly #called = new Set<string>();
  readonly #answered = new Set<string>();
  readonly #directions = new Map<string, string>();
  readonly #order = new ItemOrder();
  readonly #written = new WrittenWatch();
  #unborn: string | null = null;
  #unaskedReplies = 0;
  readonly #replies = new LastMinute<"reply">();
  /** Tokens of each reply. */
  readonly #spent = new LastMinute<{ readonly read: number; readonly made: number }>();

  /** @param isSpoken whether the provider itself hears when somebody has spoken, and replies. */
  constructor(isSpoken: boolean) {
    this.#isSpoken = isSpoken;
  }

  /** Expects a stage direction of our own server. Under its id nothing but its words is excused. */
  expect(itemId: string, text: string): void {
    this.#directions.set(itemId, text);
  }

  /** Something may have happened unheard, and what comes next may follow from it. */
  noteGap(): void {
    this.#credit = new ReplyCredit();
    this.#unborn = null;
    this.#unnamed.clear();
  }

  /**
   * Whether something was heard, since this was last asked, that an honest call shows only where an event of it was
   * lost: no offence, and no proof of anything either.
   */
  takeDoubt(): boolean {
    const isDoubtful = this.#isDoubtful;
    this.#isDoubtful = false;
    return isDoubtful;
  }

  /** The offence of an event; null where it is none. */
  judge(event: SidebandEvent, context: TamperContext): TamperReason | null {
    this.#learn(event, context);
    const offence = this.#judgeEvent(event, context);
    const isAsked = this.#credit.note(event, context.nowMs);
    if (this.#isSpoken && !isAsked) this.#isDoubtful = true;
    if (offence !== null) return offence;
    const isForged = [...this.#unnamed.values()].some((atMs) => context.nowMs - atMs > SWAP_MS);
    if (isForged) return "item_injected";
    return this.#isSpoken && this.#credit.isOverdrawn(context.nowMs) ? "reply_ordered" : null;
  }

  /** Takes note of what only the provider tells: where items come from. */
  #learn(event: SidebandEvent, context: TamperContext): void {
    switch (event.type) {
      case "item-named":
        this.#name(event.itemId);
        return;
      case "item-finished":
        this.#name(event.item.itemId);
        return;
      case "speech-stopped":
        this.#heard.add(event.itemId);
        this.#askFor(event.itemId);
        return;
      case "speech-committed":
        this.#commit(event.itemId, context);
        return;
      case "silence-committed":
        this.#committed.add(event.itemId);
        this.#askFor(event.itemId);
        return;
      default:
        return;
    }
  }

  #judgeEvent(event: SidebandEvent, context: TamperContext): TamperReason | null {
    switch (event.type) {
      case "settings-shown":
        return this.#judgeSettings(event);
      case "item-removed":
        this.#order.remove(event.itemId);
        this.#arrived.delete(event.itemId);
        return this.#isMarkGone(event.itemId, context) ? null : "item_removed";
      case "item-added":
        return this.#judgeArrival(event, context);
      case "item-fetched":
        return this.#judgeFetched(event.item);
      case "reply-started":
        return this.#judgeReply(event, context.nowMs);
      case "reply-ended":
        return this.#judgeSpending(event, context.nowMs);
      default:
        return null;
    }
  }

  #judgeSettings({
    difference,
    digest,
  }: SidebandEvent & { type: "settings-shown" }): TamperReason | null {
    this.#settingsShown += 1;
    this.#settingsDigest ??= digest;
    const isSame = difference === null && digest === this.#settingsDigest;
    return isSame && this.#settingsShown <= MAX_SETTINGS_SHOWN ? null : "settings_changed";
  }

  /** Only a reply names and finishes items. */
  #name(itemId: string): void {
    this.#named.add(itemId);
    this.#unnamed.delete(itemId);
  }

  /** Who speaks is heard to stop before the turn is committed; a page can commit at any time, and order a reply to it. */
  #commit(itemId: string, { nowMs, attachedAtMs }: TamperContext): void {
    this.#committed.add(itemId);
    const isSettled = nowMs > attachedAtMs + SETTLING_MS;
    if (this.#isSpoken && isSettled && !this.#heard.has(itemId)) this.#isDoubtful = true;
    this.#askFor(itemId);
  }

  #judgeArrival(
    { item, previousItemId }: SidebandEvent & { type: "item-added" },
    { nowMs, attachedAtMs }: TamperContext,
  ): TamperReason | null {
    if (!this.#isNew(item.itemId)) return null;
    const isLast = this.#order.add(item.itemId, previousItemId);
    if (this.#isOurs(item)) return null;
    const isSettled = nowMs > attachedAtMs + SETTLING_MS;
    const offence =
      this.#judgePlace(item, isLast) ??
      this.#judgeWriting(item, nowMs) ??
      this.#judgeTool(item, nowMs, isSettled);
    if (offence !== null) return offence;
    if (this.#isAsking(item)) this.#askFor(item.itemId);
    const isMadeUp = this.#isMadeUp(item) || this.#findUnborn();
    if (isSettled) this.#awaitBirth(item);
    return isMadeUp ? "item_injected" : null;
  }

  /** Speech is committed before it arrives, or, where events swap places, right after. */
  #awaitBirth({ author, isWritten, itemId }: SeenItem): void {
    if (author !== "learner" || isWritten) return;
    this.#unborn = itemId;
    this.#isDoubtful ||= !this.#isBorn(itemId);
  }

  #isNew(itemId: string): boolean {
    const isNew = !this.#arrived.has(itemId);
    this.#arrived.add(itemId);
    return isNew;
  }

  /** What the provider makes itself has its place from there; only a client says where an item goes. */
  #judgePlace({ itemId, isForeign }: SeenItem, isLast: boolean): TamperReason | null {
    if (isForeign) return "item_injected";
    const isOfProvider = this.#named.has(itemId) || this.#committed.has(itemId);
    return isLast || isOfProvider ? null : "item_misplaced";
  }

  #judgeWriting({ isWritten, text }: SeenItem, nowMs: number): TamperReason | null {
    return isWritten && this.#written.isFlood(text ?? "", nowMs) ? "item_flood" : null;
  }

  /** A call comes with a reply, and is answered once. */
  #judgeTool({ itemId, tool }: SeenItem, nowMs: number, isSettled: boolean): TamperReason | null {
    if (tool === null) return null;
    if (tool.output === null) {
      this.#called.add(tool.callId);
      if (isSettled && !this.#named.has(itemId)) this.#suspectCall(itemId, nowMs);
      return null;
    }
    if (this.#answered.has(tool.callId)) return "output_forged";
    this.#answered.add(tool.callId);
    return null;
  }

  /** A segment may have handed the call over before it can tell, so that the doubt comes first. */
  #suspectCall(itemId: string, nowMs: number): void {
    this.#unnamed.set(itemId, nowMs);
    this.#isDoubtful = true;
  }

  /** Whether it is fair to reply: somebody spoke, or a tool that was really called is answered. */
  #isAsking({ author, tool }: SeenItem): boolean {
    if (tool !== null) return tool.output !== null && this.#called.has(tool.callId);
    return author !== "persona";
  }

  #isMadeUp({ author, text, itemId }: SeenItem): boolean {
    return author === "persona" && text !== null && !this.#named.has(itemId);
  }

  /** Whatever tells of it first, one turn asks for one reply. */
  #askFor(itemId: string): void {
    if (this.#asking.has(itemId)) return;
    this.#asking.add(itemId);
    this.#unaskedReplies = 0;
    this.#credit.ask();
  }

  /** Every segment of the call sets marks, and knows those of the others by their form: an empty one harms nobody. */
  #isOurs({ itemId, author, text }: SeenItem): boolean {
    const isMark = author === "note" && text === "" && MARK.test(itemId);
    if (isMark) this.#marks.add(itemId);
    return isMark || (author === "note" && this.#directions.get(itemId) === text);
  }

  /** One that was set before we listened is taken away right after. */
  #isMarkGone(itemId: string, { nowMs, attachedAtMs }: TamperContext): boolean {
    const isEarly = MARK.test(itemId) && nowMs <= attachedAtMs + SETTLING_MS;
    return this.#marks.has(itemId) || isEarly;
  }

  #judgeFetched(item: (SidebandEvent & { type: "item-fetched" })["item"]): TamperReason | null {
    if (this.#isOurs(item)) return null;
    // A persona's item that was written, in a call that speaks, came from a client.
    const isMadeUp = item.author === "persona" && item.isWritten;
    return item.isForeign || isMadeUp ? "item_injected" : null;
  }

  #judgeReply(
    { isForeign }: SidebandEvent & { type: "reply-started" },
    nowMs: number,
  ): TamperReason | null {
    if (isForeign) return "reply_forged";
    if (this.#findUnborn()) return "item_injected";
    this.#unaskedReplies += 1;
    const replies = this.#replies.add("reply", nowMs);
    const isLooping =
      this.#unaskedReplies > MAX_UNASKED_REPLIES || replies.length > MAX_REPLIES_A_MINUTE;
    return isLooping ? "reply_loop" : null;
  }

  #judgeSpending(
    { usage }: SidebandEvent & { type: "reply-ended" },
    nowMs: number,
  ): TamperReason | null {
    const count = (direction: string): number =>
      sumOf(Object.entries(usage ?? {}), ([unit, tokens]) =>
        unit.startsWith(direction) ? tokens : 0,
      );
    const read = count("input") + count("cached");
    const spent = this.#spent.add({ read, made: count("output") }, nowMs);
    const isTooMuch =
      read > MAX_INPUT_TOKENS_A_REPLY ||
      sumOf(spent, (reply) => reply.read) > MAX_INPUT_TOKENS_A_MINUTE ||
      sumOf(spent, (reply) => reply.made) > MAX_OUTPUT_TOKENS_A_MINUTE;
    return isTooMuch ? "token_rate" : null;
  }

  /** Sound that nobody heard being spoken. */
  #findUnborn(): boolean {
    const itemId = this.#unborn;
    this.#unborn = null;
    return itemId !== null && !this.#isBorn(itemId);
  }

  #isBorn(itemId: string): boolean {
    return this.#committed.has(itemId) || this.#heard.has(itemId);
  }
}
