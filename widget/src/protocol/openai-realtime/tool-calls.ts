import type { CallEvent } from "../../domain/state/call-event.ts";

/** The calls of one reply that still want an answer. */
interface CallingReply {
  readonly replyId: string | null;
  readonly unanswered: Set<string>;
  hasEnded: boolean;
}

/**
 * Which tools the persona has called, and whether a reply is due once they are answered: only where the reply
 * that called held no word, was not cut, and no other one began since.
 */
export class ToolCalls {
  readonly #known = new Set<string>();
  #spokenReplyId: string | null = null;
  #calling: CallingReply | null = null;

  /** Takes an event in; false for the second telling of a call. */
  notice(event: CallEvent): boolean {
    switch (event.type) {
      case "tool-called":
        return this.#noticeCall(event.callId, event.replyId);
      case "words-arrived":
      case "words-settled":
        if (event.replyId !== null) this.#noticeWords(event.replyId);
        return true;
      case "reply-started":
        if (this.#calling?.replyId !== event.replyId) this.#calling = null;
        return true;
      case "reply-ended":
        if (this.#calling?.replyId !== event.replyId) return true;
        if (event.outcome === "cancelled") this.#calling = null;
        else this.#calling.hasEnded = true;
        return true;
      default:
        return true;
    }
  }

  /** A call was answered. */
  answer(callId: string): void {
    this.#calling?.unanswered.delete(callId);
  }

  /** True once, when a silent reply has ended and all that it called was answered. */
  takeFollowUp(): boolean {
    const isDue = this.#calling?.hasEnded === true && this.#calling.unanswered.size === 0;
    if (isDue) this.#calling = null;
    return isDue;
  }

  #noticeCall(callId: string, replyId: string | null): boolean {
    if (this.#known.has(callId)) return false;
    this.#known.add(callId);
    if (replyId !== null && replyId === this.#spokenReplyId) return true;
    if (this.#calling?.replyId !== replyId) {
      this.#calling = { replyId, unanswered: new Set(), hasEnded: false };
    }
    this.#calling.unanswered.add(callId);
    return true;
  }

  #noticeWords(replyId: string): void {
    this.#spokenReplyId = replyId;
    if (this.#calling?.replyId === replyId) this.#calling = null;
  }
}
