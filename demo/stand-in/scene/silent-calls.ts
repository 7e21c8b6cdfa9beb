import * as z from "zod";
import type { MoodStep } from "./mood-way.ts";
import type { Cues } from "./practice-talk.ts";
import type { SceneCall, SceneTool } from "./scene.ts";

/** What a persona has to tell the server after one learner turn. */
export interface SilentNews {
  readonly cues: Cues;
  /** Doubts that were spoken of so far, this turn's included. */
  readonly raised: readonly string[];
  /** The step of its mood that it takes by itself; null where there is none. */
  readonly mood: MoodStep | null;
  /** The steps of the talk that this turn has come to. */
  readonly steps: readonly string[];
  /** How the call ends with this turn; null where it goes on. */
  readonly ending: "success" | "failed" | null;
}

/** The calls of one turn: those whose answer the persona waits for before it speaks, and those that go with its words. */
export interface SilentCalls {
  readonly before: readonly SceneCall[];
  readonly along: readonly SceneCall[];
}

/**
 * The functions by which a persona tells the server how the talk goes; only those that the session declares, with
 * the names that their schemas allow. A doubt is settled only once the server has said so: that call goes first.
 */
export function toSilentCalls(news: SilentNews, tools: readonly SceneTool[]): SilentCalls {
  const { cues, raised, mood, steps, ending } = news;
  const call = (name: string, values: Readonly<Record<string, string | undefined>>) =>
    toCall(name, values, tools);
  const { settles, marks, raises } = cues;
  const isAnticipated = settles !== undefined && !raised.includes(settles);
  return {
    before: [
      ...(isAnticipated ? call("raise_objection", { objection: settles }) : []),
      ...(settles === undefined ? [] : call("settle_objection", { objection: settles })),
    ],
    along: [
      ...(marks === undefined ? [] : call("mark_objective", { objective: marks })),
      ...Object.entries(cues.tells ?? {}).flatMap(([field, value]) =>
        call("give_detail", { field, value }),
      ),
      ...steps.flatMap((step) => call("reach_step", { step })),
      ...(mood === null ? [] : call("move_to_phase", { phase: mood.mood, because: toWhy(mood) })),
      ...(raises === undefined ? [] : call("raise_objection", { objection: raises })),
      ...(ending === null ? [] : call("end_call", { outcome: ending })),
    ],
  };
}

/** The act by its id where the scenario names one, otherwise what kind of thing it was. */
function toWhy({ cause }: MoodStep): string {
  return cause.on !== "latest-second" && cause.id !== undefined ? cause.id : cause.on;
}

const Schema = z.object({
  properties: z.record(z.string(), z.object({ enum: z.array(z.unknown()).optional() })).optional(),
});

/** One call, or none where no such function is declared or its schema does not know a value. */
function toCall(
  name: string,
  values: Readonly<Record<string, string | undefined>>,
  tools: readonly SceneTool[],
): SceneCall[] {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) return [];
  const properties = Schema.safeParse(tool.parameters).data?.properties ?? {};
  const given = Object.entries(values).filter(
    ([property, value]) => value !== undefined && Object.hasOwn(properties, property),
  );
  const isAllowed = given.every(([property, value]) => {
    const choices = properties[property]?.enum;
    return choices === undefined || choices.includes(value);
  });
  return isAllowed ? [{ name, arguments: Object.fromEntries(given) }] : [];
}
