import { cp, readdir, symlink, writeFile } from "node:fs/promises";
import { PROJECT_FOLDER } from "../../../demo/platform/project-paths.ts";
import { createScratchFolder, type ScratchFolder } from "../stack/scratch-folder.ts";
import { type PlacedMutant, toMutatedText } from "./mutant.ts";
import { runTestFiles } from "./run-test-files.ts";

/** A mutant, and the first test that failed with it; null where none did by its name. */
export interface TriedMutant extends PlacedMutant {
  readonly caughtBy: string | null;
}

const COPIED = /^(?:demo|scenarios|supabase|tests|widget|.*\.json)$/;
/** So many copies of the tree are worked on at once. */
const LANES = 2;

/**
 * Takes one guard after the other out of a copy of the tree and runs its tests.
 *
 * @param environment What the tests need, such as a database.
 * @throws where a piece is not exactly once in its file, or the tests fail by themselves.
 */
export async function tryMutants(
  mutants: readonly PlacedMutant[],
  environment: Readonly<Record<string, string>>,
  report: (tried: TriedMutant) => void,
): Promise<readonly TriedMutant[]> {
  for (const mutant of mutants) toMutatedText(PROJECT_FOLDER, mutant);
  const copies = await Promise.all(Array.from({ length: LANES }, () => copyTree()));
  try {
    const groups = new Map(mutants.map(({ tests }) => [tests.join(), tests]));
    await share(copies, [...groups.values()], async (root, tests) => {
      const { isGreen, failed } = await runTestFiles(root, tests, environment);
      if (!isGreen) throw new Error(`fails by itself: ${[...tests, ...failed].join(", ")}`);
    });
    const tried = new Map<PlacedMutant, TriedMutant>();
    await share(copies, mutants, async (root, mutant) => {
      const caughtBy = await tryMutant(root, mutant, environment);
      tried.set(mutant, { ...mutant, caughtBy });
      report({ ...mutant, caughtBy });
    });
    return mutants.flatMap((mutant) => tried.get(mutant) ?? []);
  } finally {
    await Promise.all(copies.map(({ remove }) => remove()));
  }
}

async function tryMutant(
  root: string,
  mutant: PlacedMutant,
  environment: Readonly<Record<string, string>>,
): Promise<string | null> {
  await writeFile(root + mutant.file, toMutatedText(root, mutant));
  try {
    const { failed } = await runTestFiles(root, mutant.tests, environment);
    return failed[0] ?? null;
  } finally {
    await cp(PROJECT_FOLDER + mutant.file, root + mutant.file);
  }
}

/** The checkout itself is never touched. */
async function copyTree(): Promise<ScratchFolder> {
  const folder = await createScratchFolder();
  const names = (await readdir(PROJECT_FOLDER)).filter((name) => COPIED.test(name));
  for (const name of names) {
    await cp(PROJECT_FOLDER + name, `${folder.path}/${name}`, { recursive: true });
  }
  await symlink(`${PROJECT_FOLDER}node_modules`, `${folder.path}/node_modules`);
  return folder;
}

/** Every lane takes the next one as soon as it is free. */
async function share<Each>(
  lanes: readonly ScratchFolder[],
  all: readonly Each[],
  work: (root: string, each: Each) => Promise<void>,
): Promise<void> {
  const left = [...all];
  await Promise.all(
    lanes.map(async ({ path }) => {
      for (let each = left.shift(); each !== undefined; each = left.shift()) {
        await work(`${path}/`, each);
      }
    }),
  );
}
