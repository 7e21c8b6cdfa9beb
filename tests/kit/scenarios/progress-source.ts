import * as z from "zod";
import {
  type ProgressSource,
  toProgressSource,
} from "../../../supabase/functions/_shared/tools/progress-source.ts";
import {
  createProgressState,
  type ProgressState,
} from "../../../supabase/functions/_shared/tools/progress-state.ts";
import { runTool, type ToolResult } from "../../../supabase/functions/_shared/tools/run-tool.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";

/** A scenario as a session of that seed holds its progress against it. */
export async function toSource(scenario: Scenario, seed = 7): Promise<ProgressSource> {
  return toProgressSource({ scenario: await toPublishedScenario(scenario), seed, variables: {} });
}

/** A talk of which only the tools are heard, one call after the other. */
export class ToolTalk {
  readonly source: ProgressSource;
  state: ProgressState;
  /** What happened, as the records name it, the latest last. */
  readonly kinds: string[] = [];

  constructor(source: ProgressSource) {
    this.source = source;
    this.state = createProgressState(source);
  }

  /** The persona calls a tool. */
  call(
    name: string,
    values: object | string,
    second: number,
  ): ToolResult & { readonly told: Told } {
    const text = typeof values === "string" ? values : JSON.stringify(values);
    const result = this.#run({ by: "persona", name, arguments: text }, second);
    return { ...result, told: Told.parse(JSON.parse(result.output)) };
  }

  /** The learner uses a tool of the card. */
  use(name: string, values: object, second: number): ToolResult {
    return this.#run({ by: "learner", name, arguments: JSON.stringify(values) }, second);
  }

  #run(call: Parameters<typeof runTool>[2], second: number): ToolResult {
    const result = runTool(this.source, this.state, call, second);
    if (result === null) throw new Error(`no tool of the learner: ${call.name}`);
    this.state = result.state;
    this.kinds.push(...result.events.map(({ kind }) => kind));
    return result;
  }
}

const Told = z.strictObject({
  ok: z.boolean(),
  phase: z.string(),
  direction: z.string(),
  records: z.array(z.record(z.string(), z.unknown())).optional(),
});
type Told = z.infer<typeof Told>;
