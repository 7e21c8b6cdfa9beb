import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { BROKEN_SCENARIOS, breakScenario, findSilence } from "../kit/scenarios/broken-scenarios.ts";

const WANTED_FILES = 40;

/** Broken files in folders of their own, read as an author's are: each must be told with line, path and remedy. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  let told = 0;
  for (const broken of BROKEN_SCENARIOS) {
    const folder = await mkdtemp(path.join(tmpdir(), "broken-"));
    try {
      const { file, text } = await breakScenario(broken);
      await writeFile(path.join(folder, file), text);
      const { problems } = await loadScenarios(folder);
      const silence = findSilence(broken, text, problems);
      const first = problems.find((problem) => problem.path === broken.path) ?? problems[0];
      if (silence === null) told += 1;
      console.log(`${silence ?? "ok"}: ${file}:${first?.line ?? 0} ${first?.message ?? ""}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const all = BROKEN_SCENARIOS.length;
  return {
    figure: `${all} broken files: ${told} told by file, line and remedy`,
    passed: told === all && all >= WANTED_FILES,
  };
}
