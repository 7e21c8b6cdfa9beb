import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normalizeText } from "../../../supabase/functions/_shared/scoring/normalize-text.ts";
import { splitSentences } from "../../../supabase/functions/_shared/scoring/split-sentences.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import type { Report } from "../../../supabase/functions/_shared/contract/report.ts";
import {
  type Scenario,
  toPublishedScenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary } from "../../kit/scenarios/library.ts";
import { readTranscript } from "../../kit/scenarios/transcripts.ts";
import { judge, TemperedScorers, toTurns } from "../../kit/attacks/judge-attack.ts";

const FEWEST_WORDS = 5;
const scorers = new TemperedScorers();
const library = await readLibrary();

describe("writeReport() on the library", () => {
  for (const scenario of library) {
    it(`shows no sentence of the private part when it reports on ${scenario.id}`, async () => {
      const published = await toPublishedScenario(scenario);
      const secrets = collectStrings(published.private)
        .flatMap((text) => [text, ...splitSentences(text).map((sentence) => sentence.text)])
        .filter((text) => countWords(text) >= FEWEST_WORDS && !isTitle(scenario, text))
        .map(plain);
      assert.ok(secrets.length > 50);
      for (const play of ["good", "poor"] as const) {
        const turns = toTurns(await readTranscript(scenario.id, play));
        const report = await judge(published, turns, scorers.create("honest"));
        const shown = plain(withoutTranscript(report));
        const said = turns.map(({ text }) => plain(text));
        const leaked = secrets.filter(
          (secret) => shown.includes(secret) && !said.some((text) => text.includes(secret)),
        );
        assert.deepEqual(leaked, []);
      }
    });
  }
});

/** Titles of criteria are public by contract. */
function isTitle({ rubric }: Scenario, text: string): boolean {
  return rubric.criteria.some(({ title }) => title === text);
}

/** All that the report adds to the words of the talk, but for the brief's objectives, which are public. */
function withoutTranscript(report: Report): string {
  const timeline = { ...report.timeline, aims: [] };
  return collectStrings({ ...report, transcript: [], objectives: [], timeline }).join("\n");
}

function collectStrings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(collectStrings);
}

function plain(text: string): string {
  return normalizeText(text).text.replace(/[.!?…]+$/u, "");
}
