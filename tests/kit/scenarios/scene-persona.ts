import { createScene } from "../../../demo/stand-in/scene/create-scene.ts";
import type { SceneTool, SceneTurn } from "../../../demo/stand-in/scene/scene.ts";
import { EventQueue, type PersonaClient } from "../../../scenarios/rehearsal/persona-client.ts";
import { compileInstructions } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import { toCallTools } from "../../../supabase/functions/_shared/tools/call-tools.ts";
import type {
  PublishedScenario,
  Scenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";

interface SentItem {
  readonly type?: string;
  readonly item?: {
    readonly type: string;
    readonly role?: string;
    readonly output?: string;
    readonly content?: readonly { readonly text: string }[];
  };
}

/** The stand-in's customer without its session: a response is there as soon as it is asked for. */
export function openScenePersona(
  scenario: Scenario,
  published: PublishedScenario,
  seed: number,
): PersonaClient {
  const instructions = compileInstructions(published, { scenarioId: scenario.id, seed });
  const scene = createScene(instructions, [scenario]);
  const tools: SceneTool[] = toCallTools(published);
  const queue = new EventQueue();
  const turns: SceneTurn[] = [];
  const answer = () => {
    const { speech, functionCalls } = scene.reply(turns, tools);
    if (speech !== null) turns.push({ speaker: "persona", text: speech });
    const calls = functionCalls.map(({ name, arguments: given }, index) => {
      const text = JSON.stringify(given);
      turns.push({ speaker: "call", name, text });
      return {
        type: "function_call",
        name,
        call_id: `call_${turns.length}_${index}`,
        arguments: text,
      };
    });
    const words = speech === null ? [] : [{ type: "message", content: [{ text: speech }] }];
    const response = { status: "completed", status_details: null, output: [...words, ...calls] };
    queue.push({ type: "response.done", response });
  };
  return {
    send: ({ type, item }: SentItem) => {
      if (type === "response.create") answer();
      else if (item?.type === "function_call_output")
        turns.push({ speaker: "tool", text: item.output ?? null });
      else if (item?.role === "system") turns.push({ speaker: "silence", text: null });
      else turns.push({ speaker: "learner", text: item?.content?.[0]?.text ?? null });
    },
    next: () => queue.next(),
    close: () => {
      queue.close(new Error("The line is closed."));
    },
  };
}
