import { runKills } from "../kit/faults/kills.ts";

const KILLS = Number(process.env["KILLS"] ?? 200);

/** Browsers killed in the middle of a call (`KILLS`, 200 where unset): what was shown is stored, and once. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const runs = await runKills({
    kills: KILLS,
    lanes: 2,
    random: Math.random,
    report: (line) => {
      console.log(line);
    },
  });
  for (const { misstored } of runs) for (const turn of misstored) console.log(`misstored: ${turn}`);
  const sum = (read: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((total, run) => total + read(run), 0);
  const misstored = sum((run) => run.misstored.length);
  return {
    figure:
      `${runs.length} browsers killed: ${sum(({ shown }) => shown)} turns shown as over,` +
      ` ${sum(({ owed }) => owed)} not at the server when it died, ${misstored} lost or doubled in the end`,
    passed: misstored === 0 && sum(({ shown }) => shown) > 0,
  };
}
