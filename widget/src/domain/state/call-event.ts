import type { Speaker } from "./turn.ts";

/** How the persona's reply came to its end. `cancelled`: the learner spoke over it or stopped it. */
export type ReplyOutcome = "completed" | "cancelled" | "incomplete" | "failed";

/** A place in audio that the provider names, in milliseconds of that audio. */
interface Placed {
  readonly audioMs?: number;
}

/**
 * What happens in a running call, in words that no provider coined. Events may arrive in any order; what
 * belongs together is matched by `itemId` and `replyId`, never by what came before.
 */
export type CallEvent =
  | ({ readonly type: "learner-speech-started"; readonly itemId: string } & Placed)
  | ({ readonly type: "learner-speech-stopped"; readonly itemId: string } & Placed)
  | { readonly type: "learner-speech-committed"; readonly itemId: string }
  /** An item took its place after `previousItemId`; null: it is the first. `note`: no utterance. */
  | {
      readonly type: "item-placed";
      readonly itemId: string;
      readonly previousItemId: string | null;
      readonly speaker: Speaker | "note";
    }
  | {
      readonly type: "words-arrived";
      readonly itemId: string;
      readonly speaker: Speaker;
      readonly replyId: string | null;
      readonly words: string;
    }
  /** The whole text of an utterance; it replaces whatever had arrived of it. */
  | {
      readonly type: "words-settled";
      readonly itemId: string;
      readonly speaker: Speaker;
      readonly replyId: string | null;
      readonly text: string;
    }
  | { readonly type: "words-failed"; readonly itemId: string }
  | { readonly type: "reply-started"; readonly replyId: string }
  | {
      readonly type: "reply-item-named";
      readonly replyId: string;
      readonly itemId: string;
      readonly speaker: "persona" | "note";
    }
  | { readonly type: "reply-ended"; readonly replyId: string; readonly outcome: ReplyOutcome }
  | { readonly type: "playback-started"; readonly replyId: string }
  | { readonly type: "playback-stopped"; readonly replyId: string }
  /** What was not yet heard of a reply is thrown away. */
  | { readonly type: "playback-cleared"; readonly replyId: string }
  /** `audioMs`: so much of it was heard. */
  | ({ readonly type: "item-truncated"; readonly itemId: string } & Placed)
  /** The persona uses a tool; `input` is JSON text as it came. Told once a call. */
  | {
      readonly type: "tool-called";
      readonly callId: string;
      readonly replyId: string | null;
      readonly tool: string;
      readonly input: string;
    }
  | { readonly type: "provider-complained"; readonly code: string; readonly fatal: boolean };

/** What this side asks of a running call. */
export type CallIntent =
  | { readonly type: "invite-persona" }
  | { readonly type: "say-text"; readonly text: string }
  | { readonly type: "silence-persona" }
  /** A reply never came: it is waited for no more, and stands in no other one's way. */
  | { readonly type: "forget-reply" }
  /** What a tool answered; a reply that held nothing but calls is followed by another one. */
  | { readonly type: "answer-tool"; readonly callId: string; readonly output: string }
  /** The learner speaks from now on; what was heard before is no part of it. */
  | { readonly type: "begin-speech" }
  /** The learner has spoken and wants a reply. */
  | { readonly type: "end-speech" }
  /** The learner said nothing after all. */
  | { readonly type: "drop-speech" };
