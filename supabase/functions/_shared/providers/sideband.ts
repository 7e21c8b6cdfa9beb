import type { JsonObject } from "./json-object.ts";

/** Who an item of the call speaks for. `note`: tool calls, their results, stage directions. */
export type ItemAuthor = "learner" | "persona" | "note";

/** An item as the provider shows it at one moment. */
export interface SeenItem {
  readonly itemId: string;
  readonly author: ItemAuthor;
  /** Its words; null where there are none yet. */
  readonly text: string | null;
  /** True where somebody wrote it instead of saying it. */
  readonly isWritten: boolean;
  /** False while it is being made. */
  readonly isFinished: boolean;
  /** True where it was broken off. */
  readonly isCut: boolean;
  /** True where nothing of ours makes such items: system messages, images, foreign tools. */
  readonly isForeign: boolean;
  /** A call of a tool, or what it was answered: `output` is null for a call. Null for all else. */
  readonly tool: { readonly callId: string; readonly output: string | null } | null;
}

/** Tokens or seconds, by the units of the price table. */
export type UsageAmounts = Readonly<Record<string, number>>;

/** What the watch over a call learns, in our words; everything else on the wire is passed over. */
export type SidebandEvent =
  | {
      readonly type: "settings-shown";
      /** The name of a setting that is not as the call was opened with; null where all are. */
      readonly difference: string | null;
      /** The same as long as no client changes anything, what the provider filled in included. */
      readonly digest: string;
    }
  | {
      readonly type: "speech-started" | "speech-stopped";
      readonly itemId: string;
      /** The place in the learner's audio; null where the event does not say. */
      readonly audioMs: number | null;
    }
  /** The learner's audio up to here was thrown away, as it is when the button to talk is pressed. */
  | { readonly type: "speech-cleared" }
  | {
      readonly type: "speech-committed";
      readonly itemId: string;
      readonly previousItemId: string | null;
    }
  | { readonly type: "silence-committed"; readonly itemId: string }
  | {
      readonly type: "item-added";
      readonly item: SeenItem;
      /** Undefined where the event does not say. */
      readonly previousItemId: string | null | undefined;
    }
  | { readonly type: "item-finished" | "item-fetched"; readonly item: SeenItem }
  | {
      readonly type: "item-named";
      readonly itemId: string;
      readonly author: ItemAuthor;
      /** The reply that it is a part of. */
      readonly replyId: string | null;
    }
  | {
      readonly type: "item-transcribed";
      readonly itemId: string;
      /** Null where no words could be made of it. */
      readonly text: string | null;
      readonly usage: UsageAmounts | null;
    }
  | {
      readonly type: "item-interrupted";
      readonly itemId: string;
      /** How much of it was heard; null where the event does not say. */
      readonly heardMs: number | null;
    }
  | { readonly type: "item-removed"; readonly itemId: string }
  | { readonly type: "playout-started" | "playout-ended"; readonly replyId: string }
  | { readonly type: "reply-started"; readonly replyId: string; readonly isForeign: boolean }
  | {
      readonly type: "reply-ended";
      readonly replyId: string;
      readonly usage: UsageAmounts | null;
      /** Only where the provider, not the learner, kept it from its end. */
      readonly fault?: { readonly status: "failed" | "incomplete"; readonly code: string };
    }
  | {
      readonly type: "request-refused";
      readonly requestId: string | null;
      readonly code: string;
      /** True where nothing is wrong with the request. */
      readonly isProvidersFault?: boolean;
    };

/** Our own link to a running call, beside the browser's. */
export interface Sideband {
  /** Asks for an item; `item-fetched` or, under `requestId`, `request-refused` answers. */
  fetchItem(itemId: string, requestId: string): void;
  /** Asks what the call's settings are; `settings-shown` answers. Changes nothing. */
  askSettings(): void;
  /**
   * Puts an empty mark behind the last item, and takes it away again: the predecessor in its `item-added` is
   * what the call ended with at that moment.
   */
  markEnd(itemId: string): void;
  /** Puts a stage direction for the persona behind the last item. It asks for no reply. */
  direct(itemId: string, text: string): void;
  close(): void;
}

/** Hears a sideband. */
export interface SidebandListener {
  heard(event: SidebandEvent): void;
  /** `isOrderly`: the provider said goodbye, so that nothing it had sent is lost. Not called after `close()`. */
  closed(isOrderly: boolean): void;
}

/** The models and settings that a call was opened with, as stored with it. */
export interface ObservationPlan {
  readonly model: string;
  readonly transcriptionModel: string;
  /** What a `settings-shown` is held against; the provider's words, without any text that is secret. */
  readonly settings: JsonObject;
}

/** A sideband could not be opened; `isAbsent` where the provider knows no such call, yet or any more. */
export class SidebandError extends Error {
  override readonly name = "SidebandError";
  readonly isAbsent: boolean;

  constructor(message: string, isAbsent: boolean, cause?: unknown) {
    super(message, { cause });
    this.isAbsent = isAbsent;
  }
}
