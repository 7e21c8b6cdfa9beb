import { cp } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import { projectPath } from "../../../demo/platform/project-paths.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";

/** Under this name one process tells others where it has built them. */
const VARIABLE = "TEST_HOST_FILES";

/** Puts the built widget and its loader below `widget/`, and the widget in one file below `pinned/`. */
export async function writeHostFiles(folder: string): Promise<void> {
  const shared = process.env[VARIABLE];
  if (shared === undefined) await buildHostFiles(folder);
  else await cp(shared, folder, { recursive: true });
}

/** Builds them for this process's children, which find them by the variables. Needs the widget's own build. */
export async function shareHostFiles(): Promise<{
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}> {
  const scratch = await createScratchFolder();
  await buildHostFiles(scratch.path);
  return { variables: { [VARIABLE]: scratch.path }, stop: scratch.remove };
}

async function buildHostFiles(folder: string): Promise<void> {
  // A copy: another build meanwhile would take the files away.
  await cp(projectPath("dist"), path.join(folder, "widget"), { recursive: true });
  for (const [mode, place] of [
    ["loader", "widget"],
    ["single", "pinned"],
  ] as const)
    await build({
      root: projectPath("."),
      configFile: projectPath("vite.config.ts"),
      mode,
      logLevel: "error",
      build: { outDir: path.join(folder, place) },
    });
}
