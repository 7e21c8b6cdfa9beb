import { z } from "zod";

const VOICES = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse"] as const;
const RECOMMENDED_VOICES = ["marin", "cedar"] as const;
const TRANSCRIPTION_MODELS = [
  "gpt-transcribe",
  "gpt-live-transcribe",
  "gpt-realtime-whisper",
  "whisper-1",
  "gpt-4o-transcribe",
  "gpt-4o-transcribe-diarize",
  "gpt-4o-mini-transcribe",
  "gpt-4o-mini-transcribe-2025-12-15",
] as const;
const HINTED_MODELS: readonly string[] = ["gpt-transcribe", "gpt-live-transcribe"];

const audioFormat = z.union([
  z.strictObject({ type: z.literal("audio/pcm"), rate: z.literal(24000).default(24000) }),
  z.strictObject({ type: z.enum(["audio/pcmu", "audio/pcma"]) }),
]);

const transcription = z
  .strictObject({
    model: z.enum(TRANSCRIPTION_MODELS),
    language: z.string().nullish(),
    languages: z.array(z.string()).optional(),
    prompt: z.string().nullish(),
    keywords: z.array(z.string()).optional(),
    delay: z.enum(["minimal", "low", "medium", "high", "xhigh"]).optional(),
  })
  .superRefine((value, context) => {
    const refuse = (field: string) => {
      context.addIssue({
        code: "custom",
        path: [field],
        message: `'${field}' is not supported with model '${value.model}'.`,
      });
    };
    const takesHints = HINTED_MODELS.includes(value.model);
    if (value.languages !== undefined && !takesHints) refuse("languages");
    if (value.keywords !== undefined && !takesHints) refuse("keywords");
    if (value.prompt != null && value.model === "gpt-realtime-whisper") refuse("prompt");
    const takesDelay = ["gpt-realtime-whisper", "gpt-live-transcribe"].includes(value.model);
    if (value.delay !== undefined && !takesDelay) refuse("delay");
  });

const serverVad = z.strictObject({
  type: z.literal("server_vad"),
  threshold: z.number().min(0).max(1).optional(),
  prefix_padding_ms: z.number().int().min(0).max(5000).optional(),
  silence_duration_ms: z.number().int().min(0).max(10_000).optional(),
  idle_timeout_ms: z.number().int().min(5000).max(30_000).nullish(),
  create_response: z.boolean().optional(),
  interrupt_response: z.boolean().optional(),
});

const semanticVad = z.strictObject({
  type: z.literal("semantic_vad"),
  eagerness: z.enum(["low", "medium", "high", "auto"]).optional(),
  create_response: z.boolean().optional(),
  interrupt_response: z.boolean().optional(),
});

const noiseReduction = z.strictObject({
  type: z.enum(["near_field", "far_field"]),
  strength: z.number().min(0).max(1).optional(),
});

const voice = z.union([
  z.enum([...VOICES, ...RECOMMENDED_VOICES]),
  z.strictObject({ id: z.string().startsWith("voice_") }),
]);

const functionTool = z.strictObject({
  type: z.literal("function"),
  name: z.string().min(1).max(64),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

const toolChoice = z.union([
  z.enum(["auto", "none", "required"]),
  z.strictObject({ type: z.literal("function"), name: z.string() }),
]);

const outputModalities = z
  .array(z.enum(["audio", "text"]))
  .length(1, "Expected exactly one of 'audio' and 'text'.");

const maxOutputTokens = z.union([z.number().int().min(1).max(4096), z.literal("inf")]);
const reasoning = z.strictObject({
  effort: z.enum(["minimal", "low", "medium", "high", "xhigh"]).optional(),
});
const metadata = z.record(z.string(), z.string());

const tracing = z.union([
  z.literal("auto"),
  z.strictObject({
    workflow_name: z.string().optional(),
    group_id: z.string().optional(),
    metadata: z.unknown().optional(),
  }),
]);

const truncation = z.union([
  z.enum(["auto", "disabled"]),
  z.strictObject({
    type: z.literal("retention_ratio"),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z
      .strictObject({ post_instructions: z.number().int().min(0).optional() })
      .optional(),
  }),
]);

/** A session as a client may send it: every field optional but `type`, unknown fields refused. */
export const sessionPatchSchema = z.strictObject({
  type: z.literal("realtime"),
  model: z.string().min(1).optional(),
  output_modalities: outputModalities.optional(),
  instructions: z.string().optional(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: audioFormat.optional(),
          transcription: transcription.nullish(),
          noise_reduction: noiseReduction.nullish(),
          turn_detection: z.discriminatedUnion("type", [serverVad, semanticVad]).nullish(),
        })
        .optional(),
      output: z
        .strictObject({
          format: audioFormat.optional(),
          voice: voice.optional(),
          speed: z.number().min(0.25).max(1.5).optional(),
        })
        .optional(),
    })
    .optional(),
  tools: z.array(functionTool).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: reasoning.nullish(),
  max_output_tokens: maxOutputTokens.optional(),
  truncation: truncation.optional(),
  tracing: tracing.nullish(),
  include: z.array(z.literal("item.input_audio_transcription.logprobs")).nullish(),
  prompt: z.null().optional(),
});

/** A validated session patch. */
export type SessionPatch = z.infer<typeof sessionPatchSchema>;

/** What one `response.create` may override. */
export const responseParametersSchema = z.strictObject({
  output_modalities: outputModalities.optional(),
  instructions: z.string().optional(),
  audio: z
    .strictObject({
      output: z
        .strictObject({ format: audioFormat.optional(), voice: voice.optional() })
        .optional(),
    })
    .optional(),
  tools: z.array(functionTool).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: reasoning.nullish(),
  max_output_tokens: maxOutputTokens.optional(),
  conversation: z.enum(["auto", "none"]).optional(),
  metadata: metadata.nullish(),
  prompt: z.null().optional(),
  input: z.array(z.unknown()).optional(),
});

/** The overrides of one response. */
export type ResponseParameters = z.infer<typeof responseParametersSchema>;
