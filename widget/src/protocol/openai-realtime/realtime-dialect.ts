import type { CallEvent, CallIntent } from "../../domain/call-event.ts";
import { readReplyId, toCallEvents } from "./to-call-events.ts";
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
 * A dialect for one call. It asks for one reply at a time, since a second `response.create` is refused.
 */
export function createRealtimeDialect(debug: DebugNote): RealtimeDialect {
  let activeReplyId: string | null = null;
  let requestedEventId: string | null = null;
  let isReplyDue = false;
  let requests = 0;

  const askForReply = (): readonly string[] => {
    isReplyDue = activeReplyId !== null || requestedEventId !== null;
    if (isReplyDue) return [];
    requests += 1;
    requestedEventId = `maka_reply_${requests}`;
    return [JSON.stringify({ type: "response.create", event_id: requestedEventId })];
  };

  const follow = (event: WireObject): readonly string[] => {
    switch (readText(event, "type")) {
      case "response.created":
        activeReplyId = readReplyId(event);
        requestedEventId = null;
        return [];
      case "response.done":
        activeReplyId = null;
        return isReplyDue ? askForReply() : [];
      case "error": {
        const error = readObject(event, "error");
        if (error === null || requestedEventId === null) return [];
        if (readText(error, "event_id") !== requestedEventId) return [];
        requestedEventId = null;
        if (readText(error, "code") === REPLY_ACTIVE) isReplyDue = true;
        else if (isReplyDue) return askForReply();
        return [];
      }
      default:
        return [];
    }
  };

  return {
    hear(text) {
      const event = parseObject(text);
      const events = event === null ? null : toCallEvents(event);
      if (event === null || events === null) {
        debug(`passed over ${(event && readText(event, "type")) ?? "a malformed event"}`);
        return { events: [], outgoing: [] };
      }
      return { events, outgoing: follow(event) };
    },
    say(intent) {
      switch (intent.type) {
        case "invite-persona":
          return askForReply();
        case "say-text":
          return [createTextItem(intent.text), ...askForReply()];
        case "silence-persona":
          return silence(activeReplyId);
      }
    },
  };
}

function createTextItem(text: string): string {
  const content = [{ type: "input_text", text }];
  const item = { type: "message", role: "user", content };
  return JSON.stringify({ type: "conversation.item.create", item });
}

/** Cancelling needs something active; what is already made and still to be heard is cleared either way. */
function silence(activeReplyId: string | null): readonly string[] {
  const clear = JSON.stringify({ type: "output_audio_buffer.clear" });
  return activeReplyId === null ? [clear] : [JSON.stringify({ type: "response.cancel" }), clear];
}

function parseObject(text: string): WireObject | null {
  try {
    return toObject(JSON.parse(text));
  } catch {
    // A text that is no JSON is passed over like an unknown event.
    return null;
  }
}
