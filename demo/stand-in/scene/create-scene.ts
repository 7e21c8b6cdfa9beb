import * as z from "zod";
import { CALL_DATA_PREFIX } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { createGenericScene } from "./generic-scene.ts";
import { createPracticeScene, type SceneCallData } from "./practice-scene.ts";
import { readEarlierTalk } from "./read-earlier-talk.ts";
import type { Scene } from "./scene.ts";

const CallDataLine = z.object({
  variables: z.record(z.string(), z.string()),
  wordings: z.record(z.string(), z.string()),
  hiddenFacts: z.record(z.string(), z.string()).optional(),
});

/**
 * The customer that `instructions` describe: the scenario that they name in a line `Scenario: <id>`, played
 * by its rehearsal script, or a helpful stranger where they name none of `scenarios`.
 */
export function createScene(instructions: string, scenarios: readonly Scenario[]): Scene {
  const id = /^Scenario: (\S+)\s*$/m.exec(instructions)?.[1];
  const scenario = scenarios.find((candidate) => candidate.id === id);
  return scenario === undefined
    ? createGenericScene()
    : createPracticeScene(scenario, readCallData(instructions), readEarlierTalk(instructions));
}

/** Instructions that no scenario compiled may lack the line; then the defaults hold. */
function readCallData(instructions: string): SceneCallData {
  const line = instructions.split("\n").findLast((text) => text.startsWith(CALL_DATA_PREFIX));
  if (line === undefined) return {};
  try {
    return CallDataLine.parse(JSON.parse(line.slice(CALL_DATA_PREFIX.length)));
  } catch {
    return {};
  }
}
