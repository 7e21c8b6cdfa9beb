import { type BlackoutRun, runBlackouts } from "../kit/faults/blackout.ts";

const RUNS = Number(process.env["BLACKOUT_RUNS"] ?? 20);
const SECONDS = 10;

/** Ten seconds without network in the middle of a call, again and again (`BLACKOUT_RUNS`, 20 where unset). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const runs = await runBlackouts({
    runs: RUNS,
    seconds: SECONDS,
    report: (line) => {
      console.log(line);
    },
  });
  for (const { misstored } of runs) for (const turn of misstored) console.log(`misstored: ${turn}`);
  const times = runs.map(({ recoveredMs }) => recoveredMs).sort((left, right) => left - right);
  const wentOn = runs.filter((run) => run.wentOn).length;
  const mostLive = Math.max(...runs.map((run) => run.mostLive));
  const misstored = runs.reduce((sum, run) => sum + run.misstored.length, 0);
  return {
    figure:
      `${SECONDS} s without network: ${wentOn} of ${runs.length} sessions went on with their talk,` +
      ` back after ${pick(times, 0.5)} ms (median), ${pick(times, 0.95)} ms (p95),` +
      ` at most ${mostLive} live call, ${misstored} turns misstored`,
    passed: runs.every(isGood),
  };
}

function isGood({ wentOn, mostLive, mostPeers, misstored }: BlackoutRun): boolean {
  return wentOn && mostLive <= 1 && mostPeers <= 1 && misstored.length === 0;
}

function pick(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
