/** How a watch ends: the call was seen to its end, went out of reach, or was meddled with. */
export type ObservationEnding = "ended" | "lost" | "tampered";

/** What was newly seen of one item. What is left out stays as it is known. */
export interface ItemNote {
  readonly itemId: string;
  /** `note`: tool calls, their results, stage directions. `absent`: the provider knows no such item. */
  readonly author?: "learner" | "persona" | "note" | "absent";
  /** True where `previousItemId` was seen, null meaning that the item is the first. */
  readonly isLinked?: boolean;
  readonly previousItemId?: string | null;
  /** Set once its words are known, or known to be lacking. */
  readonly state?: "final" | "unrecognized";
  readonly text?: string;
  readonly isInterrupted?: boolean;
  /** True where it was asked for, not heard. */
  readonly isRetrieved?: boolean;
  /** True where it was written instead of said, so that it takes no time. */
  readonly isWritten?: boolean;
  /** The reply that it is a part of. */
  readonly replyId?: string;
  /** When it was first noted, since the session's first call was answered. */
  readonly startedAtMs: number;
  /** When the learner was heard to begin and to end; what is left out was not measured here. */
  readonly soundStartedAtMs?: number;
  readonly soundEndedAtMs?: number;
}

/** When a reply of the persona was played; what is left out was not seen here. */
export interface ReplyNote {
  readonly replyId: string;
  readonly soundStartedAtMs?: number;
  readonly soundEndedAtMs?: number;
}

/** What the provider metered for one response or transcription. */
export interface UsageNote {
  /** Unique in its call, so that it is counted once. */
  readonly key: string;
  readonly kind: "response" | "transcription";
  readonly model: string;
  /** Tokens or seconds, by the units of the price table. */
  readonly amounts: Readonly<Record<string, number>>;
}

/** What happened, without any word that was spoken. */
export interface EventNote {
  readonly kind: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** What a segment writes at once. */
export interface ObservationBatch {
  readonly items: readonly ItemNote[];
  readonly replies: readonly ReplyNote[];
  readonly usage: readonly UsageNote[];
  readonly events: readonly EventNote[];
  /** Ids of the calls of tools that the persona was seen to make. */
  readonly toolCalls: readonly string[];
  /** The learner was heard: as good as a beat of the browser. */
  readonly isLearnerActive: boolean;
  /** An item was seen to arrive, so that its predecessors are all there are. */
  readonly hasArrival: boolean;
  readonly isAttached: boolean;
  /** The link was cut since the last batch. */
  readonly hasGap: boolean;
}
