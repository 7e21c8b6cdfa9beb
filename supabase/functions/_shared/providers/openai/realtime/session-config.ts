import type { RealtimeSessionCreateRequest } from "openai/resources/realtime/realtime";
import type { CallPlan, LearnerInput } from "../../realtime-provider.ts";

/** The models of one call. */
export interface RealtimeModels {
  readonly realtimeModel: string;
  readonly transcriptionModel: string;
}

/** About 45 s of speech: a persona that talks longer is broken or was made to, and costs money. */
const MAX_OUTPUT_TOKENS = 1_000;
/**
 * About 27 minutes of talk, which no shorter call exceeds: what is cached costs an eightieth of sound that is read anew, and
 * every cut loses the cache. So it comes seldom, and then takes much (`npm run bench -- cost`).
 */
const POST_INSTRUCTION_TOKENS = 24_000;
const RETENTION_RATIO = 0.3;

/**
 * The provider's session object of one call. It is final: nothing changes it during the call, because the
 * prompt cache depends on instructions and tools. One wrong option makes the provider refuse all of it.
 */
export function toSessionConfig(
  plan: CallPlan,
  models: RealtimeModels,
): RealtimeSessionCreateRequest {
  return {
    type: "realtime",
    model: models.realtimeModel,
    output_modalities: ["audio"],
    instructions: plan.instructions,
    audio: {
      input: {
        // Without the language, noise turns into captions of another one.
        transcription: { model: models.transcriptionModel, language: toPrimaryLanguage(plan) },
        noise_reduction: { type: "near_field" },
        turn_detection: toTurnDetection(plan.input),
      },
      output: { voice: plan.voice },
    },
    max_output_tokens: MAX_OUTPUT_TOKENS,
    truncation: {
      type: "retention_ratio",
      retention_ratio: RETENTION_RATIO,
      token_limits: { post_instructions: POST_INSTRUCTION_TOKENS },
    },
    tool_choice: "auto",
    // Nothing beyond what the provider is known to show again: the watch over the call compares it.
    tools: plan.tools.map(({ name, description, parameters }) => {
      const { type, properties, required } = parameters;
      return { type: "function", name, description, parameters: { type, properties, required } };
    }),
  };
}

/**
 * A learner searches for words, and a customer who breaks into an unfinished sentence teaches haste. Semantic
 * detection at low eagerness waits for the sense, up to 8 s, yet answers a finished sentence at once; silence
 * detection would need one pause length for both. Null where the learner says when the turn is over.
 */
function toTurnDetection(input: LearnerInput) {
  if (input !== "voice") return null;
  return {
    type: "semantic_vad",
    eagerness: "low",
    create_response: true,
    interrupt_response: true,
  } as const;
}

/** The transcriber takes ISO 639-1, so `fr-CA` goes as `fr`. */
function toPrimaryLanguage(plan: CallPlan): string {
  return (plan.language.split("-")[0] ?? plan.language).toLowerCase();
}
