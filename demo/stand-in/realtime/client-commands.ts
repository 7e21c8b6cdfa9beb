import type { ClientEvent, CreatedItem } from "./client-events.ts";
import type { Conversation } from "./conversation.ts";
import { RequestError } from "./errors.ts";
import { createFunctionCallId, createId } from "./ids.ts";
import type { LearnerTurns } from "./learner-turns.ts";
import type { ResponseQueue } from "./response-queue.ts";
import type { Item, ServerEvent } from "./wire.ts";

/** What of a session a client can command. */
export interface CommandedSession {
  readonly conversation: Conversation;
  readonly learner: Pick<LearnerTurns, "commit" | "clear" | "stopWaiting">;
  readonly responses: ResponseQueue;
  update(session: unknown): void;
  emit(event: ServerEvent): void;
  attempt(eventId: string | null, action: () => void): void;
}

/**
 * Does what a client event asks for.
 * @throws {RequestError} where it cannot be done; nothing has changed then
 */
export function performClientEvent(session: CommandedSession, event: ClientEvent): void {
  switch (event.type) {
    case "session.update":
      session.update(event.session);
      return;
    case "input_audio_buffer.append":
      throw new RequestError(
        "invalid_event",
        "Audio of a WebRTC call arrives as media: input_audio_buffer.append is not accepted.",
        "type",
      );
    case "input_audio_buffer.commit":
      session.learner.commit();
      return;
    case "input_audio_buffer.clear":
      session.learner.clear();
      return;
    case "output_audio_buffer.clear":
      session.responses.clearOutput();
      return;
    case "response.create": {
      if (session.responses.refuse()) return;
      const run = session.responses.begin(event.response);
      session.learner.stopWaiting();
      void session.responses.perform(run, event.response);
      return;
    }
    case "response.cancel":
      session.responses.cancel(event.response_id);
      return;
    default:
      performItemEvent(session, event);
  }
}

type ItemEvent = Extract<ClientEvent, { type: `conversation.item.${string}` }>;

function performItemEvent(session: CommandedSession, event: ItemEvent): void {
  const { conversation } = session;
  switch (event.type) {
    case "conversation.item.create": {
      const item = toItem(event.item);
      const response = item.type === "function_call_output" ? session.responses.active : null;
      const add = () => {
        addItem(session, item, event.previous_item_id);
      };
      // The service acknowledges a tool's answer only once the response that asked for it is over.
      if (response)
        void response.ended.then(() => {
          session.attempt(event.event_id ?? null, add);
        });
      else add();
      return;
    }
    case "conversation.item.retrieve":
      session.emit({
        type: "conversation.item.retrieved",
        item: conversation.get(event.item_id).item,
      });
      return;
    case "conversation.item.delete":
      conversation.remove(event.item_id);
      session.emit({ type: "conversation.item.deleted", item_id: event.item_id });
      return;
    case "conversation.item.truncate":
      truncate(session, event);
  }
}

function addItem(session: CommandedSession, item: Item, previousItemId?: string | null): void {
  const previousId = session.conversation.insert(item, previousItemId);
  session.emit({ type: "conversation.item.added", item, previous_item_id: previousId });
  session.emit({ type: "conversation.item.done", item, previous_item_id: previousId });
}

function truncate(
  session: CommandedSession,
  event: Extract<ClientEvent, { type: "conversation.item.truncate" }>,
): void {
  const { item, audioMs } = session.conversation.get(event.item_id);
  const isSpoken = item.type === "message" && item.role === "assistant" && audioMs > 0;
  if (!isSpoken) {
    const message = "Only model output audio messages can be truncated";
    throw new RequestError("unsupported_content_type", message, "item_id");
  }
  if (event.audio_end_ms > audioMs) {
    const message = `Audio content of ${Math.floor(audioMs)}ms is already shorter than ${event.audio_end_ms}ms`;
    throw new RequestError("invalid_value", message, "audio_end_ms");
  }
  session.conversation.change(event.item_id, { heardMs: event.audio_end_ms });
  session.emit({
    type: "conversation.item.truncated",
    item_id: event.item_id,
    content_index: event.content_index,
    audio_end_ms: event.audio_end_ms,
  });
}

function toItem(created: CreatedItem): Item {
  const id = created.id ?? createId("item");
  switch (created.type) {
    case "function_call_output": {
      const { type, call_id, output } = created;
      return { id, type, call_id, output };
    }
    case "function_call": {
      const { type, name, call_id = createFunctionCallId() } = created;
      return { id, type, status: "completed", name, call_id, arguments: created.arguments };
    }
    default:
      return toMessage(id, created);
  }
}

function toMessage(id: string, created: Extract<CreatedItem, { type: "message" }>): Item {
  const base = { id, type: "message", status: "completed" } as const;
  switch (created.role) {
    case "user":
      return { ...base, role: created.role, content: created.content.map(withoutUndefined) };
    case "assistant":
      return { ...base, role: created.role, content: created.content };
    case "system":
      return { ...base, role: created.role, content: created.content };
  }
}

type UserContent = Extract<CreatedItem, { role: "user" }>["content"][number];

function withoutUndefined(part: UserContent) {
  if (part.type !== "input_audio") return part;
  // Seeded audio is kept as a transcript only: the stand-in has no use for its samples.
  return { type: part.type, transcript: part.transcript ?? null };
}
