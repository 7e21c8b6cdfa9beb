import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "./platform-error.ts";
import { exists } from "./postgres-binaries.ts";
import { PROJECT_FOLDER, projectPath } from "./project-paths.ts";
import { spawnTethered } from "./tethered-process.ts";

/** All that the built widget depends on. */
const SOURCES = [
  "widget",
  "supabase/functions/_shared/contract",
  "vite.config.ts",
  "package-lock.json",
];

/** In `dist/`, which every build empties: so it never describes another build. */
const STAMP = projectPath("dist/.sources-hash");

/** What is built, in this order: the first build empties the folder. */
const BUILDS = [
  { options: [], entry: projectPath("dist/maka-voice-coach.js") },
  { options: ["--mode", "lms"], entry: projectPath("dist/maka-voice-coach.lms.js") },
  { options: ["--mode", "console"], entry: projectPath("dist/maka-coach-console.js") },
];

/**
 * Builds the widget, what reports to a course and the coaches' console, unless `dist/` was built from these very sources.
 *
 * @throws {PlatformError} with the bundler's words when it cannot.
 */
export async function buildWidget(): Promise<void> {
  const hash = await hashSources();
  const stamp = await readFile(STAMP, "utf8").catch(() => "");
  const built = await Promise.all(BUILDS.map(({ entry }) => exists(entry)));
  if (stamp === hash && built.every(Boolean)) return;
  for (const { options, entry } of BUILDS) await build(options, entry);
  await writeFile(STAMP, hash);
}

async function build(options: readonly string[], entry: string): Promise<void> {
  const running = spawnTethered({
    name: "The widget's build",
    command: [projectPath("node_modules/.bin/vite"), "build", "--logLevel", "warn", ...options],
    directory: PROJECT_FOLDER,
    environment: process.env,
  });
  const code = await running.exited;
  if (code !== 0 || !(await exists(entry))) {
    throw new PlatformError(`The widget could not be built:\n${running.log.text}`);
  }
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of await listFiles(projectPath(source))) {
      hash.update(path.relative(PROJECT_FOLDER, file)).update("\0");
      hash.update(await readFile(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** The file itself, or every file below the folder, in a stable order. */
async function listFiles(source: string): Promise<string[]> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (entries === undefined) return (await exists(source)) ? [source] : [];
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}
