import { z } from "zod";
import { RequestError } from "./errors.ts";
import { parseStrictly } from "./parse-strictly.ts";
import { responseParametersSchema } from "./session-schema.ts";

const id = { event_id: z.string().max(512).optional() };
const itemBase = {
  id: z.string().min(1).max(64).optional(),
  object: z.literal("realtime.item").optional(),
  status: z.enum(["completed", "incomplete", "in_progress"]).optional(),
};
const inputText = z.strictObject({ type: z.literal("input_text"), text: z.string() });

const userMessage = z.strictObject({
  ...itemBase,
  type: z.literal("message"),
  role: z.literal("user"),
  content: z
    .array(
      z.union([
        inputText,
        z.strictObject({
          type: z.literal("input_audio"),
          audio: z.string().optional(),
          transcript: z.string().nullish(),
        }),
        z.strictObject({
          type: z.literal("input_image"),
          image_url: z.string(),
          detail: z.enum(["auto", "low", "high"]).optional(),
        }),
      ]),
    )
    .min(1),
});

const systemMessage = z.strictObject({
  ...itemBase,
  type: z.literal("message"),
  role: z.literal("system"),
  content: z.array(inputText).min(1),
});

const assistantMessage = z.strictObject({
  ...itemBase,
  type: z.literal("message"),
  role: z.literal("assistant"),
  content: z.array(z.strictObject({ type: z.literal("output_text"), text: z.string() })).min(1),
});

const functionCall = z.strictObject({
  ...itemBase,
  type: z.literal("function_call"),
  name: z.string().min(1),
  call_id: z.string().min(1).optional(),
  arguments: z.string(),
});

const functionOutput = z.strictObject({
  ...itemBase,
  type: z.literal("function_call_output"),
  call_id: z.string().min(1),
  output: z.string(),
});

const item = z.discriminatedUnion("type", [
  z.discriminatedUnion("role", [userMessage, systemMessage, assistantMessage]),
  functionCall,
  functionOutput,
]);

const itemReference = { ...id, item_id: z.string().min(1) };

const clientEventSchemas = {
  "session.update": z.strictObject({
    ...id,
    type: z.literal("session.update"),
    session: z.unknown(),
  }),
  "input_audio_buffer.append": z.strictObject({
    ...id,
    type: z.literal("input_audio_buffer.append"),
    audio: z.string(),
  }),
  "input_audio_buffer.commit": z.strictObject({
    ...id,
    type: z.literal("input_audio_buffer.commit"),
  }),
  "input_audio_buffer.clear": z.strictObject({
    ...id,
    type: z.literal("input_audio_buffer.clear"),
  }),
  "output_audio_buffer.clear": z.strictObject({
    ...id,
    type: z.literal("output_audio_buffer.clear"),
  }),
  "conversation.item.create": z.strictObject({
    ...id,
    type: z.literal("conversation.item.create"),
    previous_item_id: z.string().nullish(),
    item,
  }),
  "conversation.item.retrieve": z.strictObject({
    ...itemReference,
    type: z.literal("conversation.item.retrieve"),
  }),
  "conversation.item.delete": z.strictObject({
    ...itemReference,
    type: z.literal("conversation.item.delete"),
  }),
  "conversation.item.truncate": z.strictObject({
    ...itemReference,
    type: z.literal("conversation.item.truncate"),
    content_index: z.number().int().min(0),
    audio_end_ms: z.number().int().min(0),
  }),
  "response.create": z.strictObject({
    ...id,
    type: z.literal("response.create"),
    response: responseParametersSchema.optional(),
  }),
  "response.cancel": z.strictObject({
    ...id,
    type: z.literal("response.cancel"),
    response_id: z.string().optional(),
  }),
};

type ClientEventSchemas = typeof clientEventSchemas;

/** A client event that passed its check. */
export type ClientEvent = {
  [Type in keyof ClientEventSchemas]: z.infer<ClientEventSchemas[Type]>;
}[keyof ClientEventSchemas];

/** An item as a client creates it. */
export type CreatedItem = z.infer<typeof item>;

/**
 * Reads one client event.
 * @throws {RequestError} invalid_json, invalid_event, or the code of the field at fault
 */
export function parseClientEvent(text: string): ClientEvent {
  const value = parseObject(text);
  const type = value["type"];
  if (typeof type !== "string")
    throw new RequestError(
      "missing_required_parameter",
      "Missing required parameter: 'type'.",
      "type",
    );
  if (!isClientEventType(type)) {
    const supported = Object.keys(clientEventSchemas).map((name) => `'${name}'`);
    const message = `Invalid value: '${type}'. Supported values are: ${supported.join(", ")}.`;
    throw new RequestError("invalid_event", message, "type");
  }
  return parseStrictly<z.ZodType<ClientEvent>>(clientEventSchemas[type], value, "");
}

/** The client's own id of an event, even of one that fails its check; null where it gave none. */
export function readEventId(text: string): string | null {
  try {
    const id = parseObject(text)["event_id"];
    return typeof id === "string" ? id : null;
  } catch {
    // Broken JSON names no event, and its parse error is reported by parseClientEvent.
    return null;
  }
}

function isClientEventType(type: string): type is keyof ClientEventSchemas {
  return Object.hasOwn(clientEventSchemas, type);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError("invalid_json", "The event could not be parsed as JSON.");
  }
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw new RequestError("invalid_event", "An event is a JSON object.");
  return object.data;
}
