import type { RealtimeServerEvent } from "openai/resources/realtime/realtime";
import { z } from "zod";

type EventOf<Type> = Extract<RealtimeServerEvent, { type: Type }>;
type RequiredKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];
/** A schema that states every field that the SDK's type requires. */
type SchemaOf<Type> = z.ZodObject<Record<RequiredKeys<EventOf<Type>>, z.ZodType>>;
type SchemaTable = { [Type in RealtimeServerEvent["type"]]?: SchemaOf<Type> };

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9]{21}$`));
const eventId = { event_id: id("event") };
const mediaEventId = { event_id: z.string().regex(/^event_[0-9a-f]{16}$/) };
/** Items that a client creates may bring ids of their own. */
const itemId = z.string().min(1);
const callId = z.string().min(1);
const status = z.enum(["completed", "incomplete", "in_progress"]);
const tokens = z.number().int().min(0);
const milliseconds = z.number().min(0);

const textContent = z.strictObject({
  type: z.enum(["input_text", "output_text"]),
  text: z.string(),
});
const audioContent = z.strictObject({
  type: z.enum(["input_audio", "output_audio"]),
  transcript: z.string().nullable(),
});
const item = z.discriminatedUnion("type", [
  z.strictObject({
    id: itemId,
    type: z.literal("message"),
    status,
    role: z.enum(["user", "assistant", "system"]),
    phase: z.enum(["commentary", "final_answer"]).optional(),
    content: z.array(z.union([textContent, audioContent])),
  }),
  z.strictObject({
    id: itemId,
    type: z.literal("function_call"),
    status,
    name: z.string(),
    call_id: callId,
    arguments: z.string(),
  }),
  z.strictObject({
    id: itemId,
    type: z.literal("function_call_output"),
    call_id: callId,
    output: z.string(),
  }),
]);

const session = z.looseObject({
  type: z.literal("realtime"),
  object: z.literal("realtime.session"),
  id: z.string().startsWith("sess_"),
  model: z.string(),
  expires_at: z.number().int(),
  instructions: z.string(),
  output_modalities: z.array(z.enum(["text", "audio"])),
  tools: z.array(z.unknown()),
  tool_choice: z.unknown(),
  max_output_tokens: z.union([z.number(), z.literal("inf")]),
  tracing: z.unknown(),
  truncation: z.unknown(),
  prompt: z.null(),
  include: z.array(z.string()).nullable(),
  audio: z.strictObject({
    input: z.strictObject({
      format: z.looseObject({ type: z.string() }),
      transcription: z.looseObject({ model: z.string() }).nullable(),
      noise_reduction: z.looseObject({ type: z.string() }).nullable(),
      turn_detection: z.looseObject({ type: z.string() }).nullable(),
    }),
    output: z.strictObject({
      format: z.looseObject({ type: z.string() }),
      voice: z.union([z.string(), z.strictObject({ id: z.string() })]),
      speed: z.number(),
    }),
  }),
});

const usage = z.strictObject({
  total_tokens: tokens,
  input_tokens: tokens,
  output_tokens: tokens,
  input_token_details: z.strictObject({
    text_tokens: tokens,
    audio_tokens: tokens,
    image_tokens: tokens,
    cached_tokens: tokens,
    cached_tokens_details: z.strictObject({
      text_tokens: tokens,
      audio_tokens: tokens,
      image_tokens: tokens,
    }),
  }),
  output_token_details: z.strictObject({ text_tokens: tokens, audio_tokens: tokens }),
});

const response = z.strictObject({
  object: z.literal("realtime.response"),
  id: id("resp"),
  conversation_id: id("conv"),
  status: z.enum(["in_progress", "completed", "cancelled", "incomplete", "failed"]),
  status_details: z.looseObject({ type: z.string() }).nullable(),
  output: z.array(item),
  output_modalities: z.array(z.enum(["text", "audio"])),
  max_output_tokens: z.union([z.number(), z.literal("inf")]),
  audio: z.strictObject({ output: z.strictObject({ format: z.unknown(), voice: z.string() }) }),
  usage: usage.nullable(),
  metadata: z.record(z.string(), z.string()).nullable(),
});

const part = z.union([
  z.strictObject({ type: z.literal("audio"), transcript: z.string() }),
  z.strictObject({ type: z.literal("text"), text: z.string() }),
]);
const outputKey = {
  ...eventId,
  response_id: id("resp"),
  item_id: id("item"),
  output_index: tokens,
};
const partKey = { ...outputKey, content_index: z.literal(0) };
const delta = { delta: z.string(), obfuscation: z.string().min(1) };
const placedItem = { ...eventId, item, previous_item_id: z.string().nullable() };
const responseItem = { ...eventId, response_id: id("resp"), output_index: tokens, item };
const heardItem = { ...eventId, item_id: itemId, content_index: z.literal(0) };
const playback = { ...mediaEventId, response_id: id("resp") };

const transcriptionUsage = z.union([
  z.strictObject({ type: z.literal("duration"), seconds: z.number().int().min(1) }),
  z.strictObject({
    type: z.literal("tokens"),
    total_tokens: tokens,
    input_tokens: tokens,
    output_tokens: tokens,
    input_token_details: z.strictObject({ text_tokens: tokens, audio_tokens: tokens }),
  }),
]);

function event<Type extends RealtimeServerEvent["type"], Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) {
  return z.strictObject({ type: z.literal(type), ...shape });
}

/**
 * What the stand-in may send, event by event: the fields that the SDK's `RealtimeServerEvent` requires (the compiler
 * refuses a schema that forgets one) and the recorded ones beyond; anything else fails.
 */
export const eventSchemas = {
  "session.created": event("session.created", { ...eventId, session }),
  "session.updated": event("session.updated", { ...eventId, session }),
  "conversation.item.added": event("conversation.item.added", placedItem),
  "conversation.item.done": event("conversation.item.done", placedItem),
  "conversation.item.retrieved": event("conversation.item.retrieved", { ...eventId, item }),
  "conversation.item.deleted": event("conversation.item.deleted", { ...eventId, item_id: itemId }),
  "conversation.item.truncated": event("conversation.item.truncated", {
    ...heardItem,
    audio_end_ms: milliseconds,
  }),
  "conversation.item.input_audio_transcription.delta": event(
    "conversation.item.input_audio_transcription.delta",
    { ...heardItem, ...delta },
  ),
  "conversation.item.input_audio_transcription.completed": event(
    "conversation.item.input_audio_transcription.completed",
    { ...heardItem, transcript: z.string(), usage: transcriptionUsage },
  ),
  "conversation.item.input_audio_transcription.failed": event(
    "conversation.item.input_audio_transcription.failed",
    {
      ...heardItem,
      error: z.strictObject({
        type: z.string(),
        code: z.string(),
        message: z.string(),
        param: z.string().nullable(),
      }),
    },
  ),
  "input_audio_buffer.speech_started": event("input_audio_buffer.speech_started", {
    ...eventId,
    audio_start_ms: milliseconds,
    item_id: id("item"),
  }),
  "input_audio_buffer.speech_stopped": event("input_audio_buffer.speech_stopped", {
    ...eventId,
    audio_end_ms: milliseconds,
    item_id: id("item"),
  }),
  "input_audio_buffer.committed": event("input_audio_buffer.committed", {
    ...eventId,
    item_id: id("item"),
    previous_item_id: z.string().nullable(),
  }),
  "input_audio_buffer.cleared": event("input_audio_buffer.cleared", eventId),
  "input_audio_buffer.timeout_triggered": event("input_audio_buffer.timeout_triggered", {
    ...eventId,
    audio_start_ms: milliseconds,
    audio_end_ms: milliseconds,
    item_id: id("item"),
  }),
  "output_audio_buffer.started": event("output_audio_buffer.started", playback),
  "output_audio_buffer.stopped": event("output_audio_buffer.stopped", playback),
  "output_audio_buffer.cleared": event("output_audio_buffer.cleared", playback),
  "response.created": event("response.created", { ...eventId, response }),
  "response.done": event("response.done", { ...eventId, response }),
  "response.output_item.added": event("response.output_item.added", responseItem),
  "response.output_item.done": event("response.output_item.done", responseItem),
  "response.content_part.added": event("response.content_part.added", { ...partKey, part }),
  "response.content_part.done": event("response.content_part.done", { ...partKey, part }),
  "response.output_text.delta": event("response.output_text.delta", { ...partKey, ...delta }),
  "response.output_text.done": event("response.output_text.done", { ...partKey, text: z.string() }),
  "response.output_audio.done": event("response.output_audio.done", partKey),
  "response.output_audio_transcript.delta": event("response.output_audio_transcript.delta", {
    ...partKey,
    ...delta,
  }),
  "response.output_audio_transcript.done": event("response.output_audio_transcript.done", {
    ...partKey,
    transcript: z.string(),
  }),
  "response.function_call_arguments.delta": event("response.function_call_arguments.delta", {
    ...outputKey,
    ...delta,
    call_id: callId,
  }),
  "response.function_call_arguments.done": event("response.function_call_arguments.done", {
    ...outputKey,
    call_id: callId,
    name: z.string(),
    arguments: z.string(),
  }),
  "rate_limits.updated": event("rate_limits.updated", {
    ...eventId,
    rate_limits: z.array(
      z.strictObject({
        name: z.enum(["requests", "tokens"]),
        limit: z.number(),
        remaining: z.number(),
        reset_seconds: z.number(),
      }),
    ),
  }),
  error: event("error", {
    ...eventId,
    error: z.strictObject({
      type: z.string(),
      code: z.string().nullable(),
      message: z.string(),
      param: z.string().nullable(),
      event_id: z.string().nullable(),
    }),
  }),
} satisfies SchemaTable;
