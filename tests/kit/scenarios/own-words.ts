import { readdir, readFile } from "node:fs/promises";
import * as z from "zod";
import { RehearsalTalk } from "../../../scenarios/rehearsal/rehearsal-talk.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import { toProgressSource } from "../../../supabase/functions/_shared/tools/progress-source.ts";
import { openScenePersona } from "./scene-persona.ts";
import type { Transcript } from "./transcripts.ts";

const FOLDER = new URL("../../fixtures/own-words/", import.meta.url);

const OwnWords = z.strictObject({
  scenario: z.string(),
  /** Whether the talk was written before the rules that are to understand it, or after. */
  written: z.enum(["before", "after"]),
  /** The objectives that it should reach, and no others. */
  wants: z.array(z.string()),
  lines: z.array(z.string()).min(1),
});
/** A talk of a learner who does not know the script. */
export type OwnWords = z.infer<typeof OwnWords> & { readonly name: string };

/** All such talks, by name. */
export async function readOwnWords(): Promise<OwnWords[]> {
  const files = (await readdir(FOLDER)).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(".json", ""),
      ...OwnWords.parse(JSON.parse(await readFile(new URL(file, FOLDER), "utf8"))),
    })),
  );
}

/** What came of a talk: the objectives that it reached, and all that was said. */
export interface Outcome {
  readonly reached: readonly string[];
  readonly transcript: Transcript;
  readonly ended: string | null;
}

/** Plays a talk against the stand-in's customer and the server's own engine. */
export async function playOwnWords(scenario: Scenario, lines: readonly string[]): Promise<Outcome> {
  const published = await toPublishedScenario(scenario);
  const source = toProgressSource({ scenario: published, seed: 1, variables: {} });
  const talk = new RehearsalTalk(openScenePersona(scenario, published, 1), source);
  await talk.open();
  const transcript: Transcript = [];
  for (const line of lines) {
    transcript.push({ speaker: "learner", text: line });
    for (const one of await talk.say(line))
      if (one.kind === "speech") transcript.push({ speaker: "persona", text: one.text });
  }
  return { reached: talk.state.objectives, transcript, ended: talk.state.ended };
}
