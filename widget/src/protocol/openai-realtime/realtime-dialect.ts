import type { CallEvent, CallIntent } from "../../domain/state/call-event.ts";
import { toJson } from "../../domain/to-json.ts";
import { readReplyId, toCallEvents } from "./to-call-events.ts";
import { ToolCalls } from "./tool-calls.ts";
import { readObject, readText, toObject, type WireObject } from "./wire-value.ts";

/** What one arriving text means, and what must be sent because of it. */
export interface Heard {
  readonly events: readonly CallEvent[];
  readonly outgoing: readonly string[];
}

/** One side of the data channel `oai-events`: wire texts in and out, domain words inside. */
export interface RealtimeDialect {
  /** Reads one server event. Anything unknown or malformed is passed over. */
  hear(text: string): Heard;
  /** The client events that an intent needs now; a reply that must wait is asked for later, by `hear`. */
  say(intent: CallIntent): readonly string[];
}

/** Takes note of what was passed over; never called with words of the talk. */
export type DebugNote = (note: string) => void;

/** The refusal of a second reply while one is being made, by the server's own turn detection for example. */
const REPLY_ACTIVE = "conversation_already_has_active_response";

/**
 * A dialect for one call; the console of the page that embeds us is not ours to fill. It asks for one reply at a time, since a second `response.create` is refused.
 */
export function createRealtimeDialect(debug: DebugNote | null = null): RealtimeDialect {
  return new CallDialect(debug);
}

class CallDialect implements RealtimeDialect {
  readonly #debug: DebugNote | null;
  #activeReplyId: string | null = null;
  #requestedEventId: string | null = null;
  #isReplyDue = false;
  /** The learner holds the button to talk. */
  #isSpeechHeld = false;
  #requests = 0;
  readonly #calls = new ToolCalls();

  constructor(debug: DebugNote | null) {
    this.#debug = debug;
  }

  hear(text: string): Heard {
    const event = parseObject(text);
    const events = event === null ? null : toCallEvents(event);
    if (event === null || events === null) {
      this.#debug?.(`passed over ${(event && readText(event, "type")) ?? "a malformed event"}`);
      return { events: [], outgoing: [] };
    }
    const fresh = events.filter((each) => this.#calls.notice(each));
    return { events: fresh, outgoing: this.#follow(event) };
  }

  say(intent: CallIntent): readonly string[] {
    switch (intent.type) {
      case "invite-persona":
        return this.#askForReply();
      case "say-text":
        return [createTextItem(intent.text), ...this.#askForReply()];
      case "silence-persona":
        return silence(this.#activeReplyId);
      case "forget-reply": {
        const sent = silence(this.#activeReplyId);
        this.#activeReplyId = this.#requestedEventId = null;
        return sent;
      }
      case "answer-tool":
        this.#calls.answer(intent.callId);
        return [createToolOutput(intent.callId, intent.output), ...this.#followCalls()];
      case "begin-speech":
        this.#isSpeechHeld = true;
        this.#isReplyDue = false;
        return [toJson({ type: "input_audio_buffer.clear" })];
      case "drop-speech":
        this.#isSpeechHeld = false;
        return [];
      case "end-speech":
        this.#isSpeechHeld = false;
        return [toJson({ type: "input_audio_buffer.commit" }), ...this.#askForReply()];
    }
  }

  #askForReply(): readonly string[] {
    this.#isReplyDue = this.#activeReplyId !== null || this.#requestedEventId !== null;
    if (this.#isReplyDue) return [];
    this.#requests += 1;
    this.#requestedEventId = `maka_reply_${this.#requests}`;
    return [toJson({ type: "response.create", event_id: this.#requestedEventId })];
  }

  #follow(event: WireObject): readonly string[] {
    switch (readText(event, "type")) {
      case "response.created":
        this.#activeReplyId = readReplyId(event);
        this.#requestedEventId = null;
        // It was asked for before the learner began to speak again.
        return this.#isSpeechHeld ? silence(this.#activeReplyId) : [];
      case "response.done":
        this.#activeReplyId = null;
        return this.#isReplyDue ? this.#askForReply() : this.#followCalls();
      case "error":
        return this.#followError(readObject(event, "error"));
      default:
        return [];
    }
  }

  /** What a tool answered to a silent reply is for the persona to speak about, unless the turn is another's. */
  #followCalls(): readonly string[] {
    const isFree = this.#activeReplyId === null && !this.#isSpeechHeld;
    return isFree && this.#calls.takeFollowUp() ? this.#askForReply() : [];
  }

  #followError(error: WireObject | null): readonly string[] {
    if (error === null || this.#requestedEventId === null) return [];
    if (readText(error, "event_id") !== this.#requestedEventId) return [];
    this.#requestedEventId = null;
    if (readText(error, "code") === REPLY_ACTIVE) this.#isReplyDue = true;
    else if (this.#isReplyDue) return this.#askForReply();
    return [];
  }
}

function createTextItem(text: string): string {
  const content = [{ type: "input_text", text }];
  const item = { type: "message", role: "user", content };
  return toJson({ type: "conversation.item.create", item });
}

function createToolOutput(callId: string, output: string): string {
  const item = { type: "function_call_output", call_id: callId, output };
  return toJson({ type: "conversation.item.create", item });
}

/** Cancelling needs something active; what is already made and still to be heard is cleared either way. */
function silence(activeReplyId: string | null): readonly string[] {
  const clear = toJson({ type: "output_audio_buffer.clear" });
  return activeReplyId === null ? [clear] : [toJson({ type: "response.cancel" }), clear];
}

function parseObject(text: string): WireObject | null {
  try {
    return toObject(JSON.parse(text));
  } catch {
    // A text that is no JSON is passed over like an unknown event.
    return null;
  }
}
