import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { loadScenarios, scenariosFolder } from "../../../scenarios/authoring/load-scenarios.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { createScene } from "./create-scene.ts";
import type { Scene } from "./scene.ts";

/** The customers of a folder's scenarios, as its files are now: an author need not start the stand-in again. */
export class SceneLibrary {
  readonly #folder: string;
  #scenarios: readonly Scenario[] = [];
  #state = "";

  constructor(folder = scenariosFolder()) {
    this.#folder = folder;
  }

  /** Reads the files again where one has changed. Of a file that is broken now, the last good text is kept. */
  async refresh(): Promise<void> {
    const state = await describeFiles(this.#folder);
    if (state === this.#state) return;
    this.#state = state;
    const { scenarios, problems } = await loadScenarios(this.#folder);
    const broken = new Set(problems.map(({ file }) => path.basename(file, ".yaml")));
    const kept = this.#scenarios.filter(({ id }) => broken.has(id));
    this.#scenarios = [...scenarios, ...kept];
  }

  createScene(instructions: string): Scene {
    return createScene(instructions, this.#scenarios);
  }
}

/** Names and times of the files; a file that goes meanwhile counts as gone. */
async function describeFiles(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  const states = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, name)).catch(() => null);
      return found === null ? "" : `${name} ${found.mtimeMs} ${found.size}`;
    }),
  );
  return states.join("\n");
}
