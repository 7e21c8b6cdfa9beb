import type { Resumption } from "../state/extension-event.ts";
import type { ConnectionJudgement } from "../state/connection-quality.ts";

/** What is awaited of the persona, and how well the service does it. */
export interface ReplyWatch {
  /** Replies that failed, one after another. */
  readonly failures: number;
  /** Since when nothing was heard of a reply that is due; null while none is. */
  readonly silentSinceMs: number | null;
  /** When a reply that failed is asked for again. */
  readonly askAtMs: number | null;
  /** The learner has said something that no reply has begun to answer. */
  readonly isAsked: boolean;
  /** The replies that last held a word, and a call of a tool. */
  readonly spokenReplyId: string | null;
  readonly calledReplyId: string | null;
  /** Replies that nobody waits for any more: their end says nothing. */
  readonly forgotten: readonly string[];
}

/** A service that has not failed yet. */
export const NO_REPLY_DUE: ReplyWatch = {
  failures: 0,
  silentSinceMs: null,
  askAtMs: null,
  isAsked: false,
  spokenReplyId: null,
  calledReplyId: null,
  forgotten: [],
};

/** What the reducer of the extension remembers beside the visible state. */
export interface ExtensionModel {
  /** Since when the connection is broken, and how often a call was tried since. */
  readonly broken: { readonly sinceMs: number; readonly tries: number } | null;
  readonly connection: ConnectionJudgement;
  readonly connectionComplainedAtMs: number | null;
  /** When time was last seen to pass: a long gap means that the device slept. */
  readonly seenAtMs: number | null;
  /** Since when the persona has said that the call is over. */
  readonly farewellSinceMs: number | null;
  /** Until when the learner is not heard because of the persona's first sound; null before it. */
  readonly suppressedUntilMs: number | null;
  readonly replies: ReplyWatch;
  /** This attempt goes on with a session, or wants to; what the server said of it once it has. */
  readonly resumed: { readonly granted: Resumption | null } | null;
}

/** A call without incident. */
export const NO_INCIDENT: ExtensionModel = {
  broken: null,
  connection: { grade: null, coming: null },
  connectionComplainedAtMs: null,
  seenAtMs: null,
  farewellSinceMs: null,
  suppressedUntilMs: null,
  replies: NO_REPLY_DUE,
  resumed: null,
};
