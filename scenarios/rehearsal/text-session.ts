import { toCallTools } from "../../supabase/functions/_shared/tools/call-tools.ts";
import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import type { PublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";

/** The realtime session of a typed talk: the instructions and functions of a call, without its sound. */
export function toTextSession(published: PublishedScenario, seed: number): object {
  return {
    type: "realtime",
    output_modalities: ["text"],
    instructions: compileInstructions(published, { scenarioId: published.id, seed }),
    tools: toCallTools(published).map((tool) => ({ type: "function", ...tool })),
    audio: { input: { turn_detection: null } },
  };
}
