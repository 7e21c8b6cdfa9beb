import { readFile } from "node:fs/promises";
import type { ScenarioProblem } from "../../../scenarios/authoring/parse-scenario.ts";
import { BROKEN_FILES } from "./broken-files.ts";
import { BROKEN_REFERENCES } from "./broken-references.ts";
import type { BrokenScenario } from "./broken-scenario.ts";

/** Every kind of broken scenario file that an author is told about. */
export const BROKEN_SCENARIOS = [...BROKEN_FILES, ...BROKEN_REFERENCES];

/** The broken text and its file's name. @throws where the valid file has nothing to break there. */
export async function breakScenario(
  broken: BrokenScenario,
): Promise<{ readonly file: string; readonly text: string }> {
  const file = `${broken.base ?? "website-sales-fr"}.yaml`;
  const valid = await readFile(new URL(`../../../scenarios/${file}`, import.meta.url), "utf8");
  const text = valid.replace(broken.from, broken.to);
  if (text === valid) throw new Error(`Nothing is broken when ${broken.when}`);
  return { file, text };
}

/** What is lacking in `problems` for somebody who has to mend the file; null where it is all said. */
export function findSilence(
  broken: BrokenScenario,
  text: string,
  problems: readonly ScenarioProblem[],
): string | null {
  const found = problems.find(
    ({ path, message }) => path === broken.path && broken.says.test(message),
  );
  if (found === undefined) return `nothing is said at ${broken.path}: ${JSON.stringify(problems)}`;
  const line = lineOf(text, broken.at);
  return found.line === line ? null : `line ${found.line} is named instead of ${line}`;
}

function lineOf(text: string, at: string | RegExp): number {
  const index = typeof at === "string" ? text.indexOf(at) : text.search(at);
  if (index === -1) throw new Error(`The broken file has no text ${String(at)}`);
  return text.slice(0, index).split("\n").length;
}
