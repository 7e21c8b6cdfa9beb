import { scorePractice } from "../../demo/stand-in/responses/score-practice.ts";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary } from "../kit/scenarios/library.ts";
import { playGood, playPoor } from "../kit/scenarios/play-scenario.ts";
import { readTranscript, toReportTask } from "../kit/scenarios/transcripts.ts";

const SEEDS = 30;
const WANTED_LEVELS_APART = 2;

/**
 * Every scenario of the library against the stand-in's customer and the server's progress engine, in 30 calls each:
 * a good and a poor ending, doubts, objectives, steps and phases in their legal order; and its two sample talks
 * scored, two levels apart.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const library = await readLibrary();
  let faults = 0;
  let plays = 0;
  let calls = 0;
  let refusals = 0;
  const distances: number[] = [];
  for (const scenario of library) {
    const found = new Set<string>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const endings = [await playGood(scenario, seed), await playPoor(scenario, seed)];
      plays += endings.length;
      calls += endings.reduce((sum, play) => sum + play.calls, 0);
      refusals += endings.reduce((sum, play) => sum + play.refusals, 0);
      for (const fault of endings.flatMap((play) => play.faults)) found.add(fault);
    }
    const { phases } = await playGood(scenario, 0);
    const levels = await scoreSamples(scenario);
    distances.push(levels.good - levels.poor);
    faults += found.size;
    console.log(
      `${scenario.id} (${scenario.language}): ${phases.join(" → ")};` +
        ` good ${levels.good.toFixed(2)}, poor ${levels.poor.toFixed(2)}`,
    );
    for (const fault of found) console.log(`  ${fault}`);
  }
  const nearest = Math.min(...distances);
  const languages = new Set(library.map(({ language }) => language.split("-")[0]));
  return {
    figure:
      `${library.length} scenarios in ${languages.size} languages, ${plays} plays to a good or a poor end:` +
      ` ${faults} faults in ${calls} functions called (${refusals} answered "not yet"); sample talks at least ${nearest.toFixed(2)} levels apart`,
    passed: faults === 0 && nearest >= WANTED_LEVELS_APART,
  };
}

async function scoreSamples(scenario: Scenario): Promise<{ good: number; poor: number }> {
  const [good, poor] = await Promise.all([
    scoreSample(scenario, "good"),
    scoreSample(scenario, "poor"),
  ]);
  return { good, poor };
}

/** The mean level by weight, 0 to 5. */
async function scoreSample(scenario: Scenario, play: "good" | "poor"): Promise<number> {
  const task = toReportTask(scenario, await readTranscript(scenario.id, play));
  const { criteria } = scorePractice(task);
  const total = task.criteria.reduce((sum, { id, weight }) => {
    const level = criteria.find((criterion) => criterion.id === id)?.level ?? 0;
    return sum + level * weight;
  }, 0);
  return total / 100;
}
