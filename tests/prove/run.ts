// The long proofs: `npm run prove -- <name>…`, or without a name the list of them. Each prints what it
// does on the way and its figure last; one that falls short ends the run with a failure.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const FOLDER = import.meta.dirname;

/** What one proof found. `figure` is the sentence with the numbers, `passed` whether they are the wanted ones. */
const Verdict = z.object({ figure: z.string().min(1), passed: z.boolean() });
type Verdict = z.infer<typeof Verdict>;

async function listProofs(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith(".ts") && file !== "run.ts")
    .map((file) => path.basename(file, ".ts"))
    .sort();
}

/** Imports `<name>.ts` and runs the `prove` that it exports. A proof that throws has fallen short. */
async function run(name: string): Promise<Verdict> {
  try {
    const module: unknown = await import(path.join(FOLDER, `${name}.ts`));
    const prove =
      typeof module === "object" && module !== null && "prove" in module && module.prove;
    if (typeof prove !== "function") throw new Error(`tests/prove/${name}.ts exports no prove()`);
    const found: unknown = await Reflect.apply(prove, undefined, []);
    return Verdict.parse(found);
  } catch (error) {
    console.error(error);
    return { figure: "stopped by an error", passed: false };
  }
}

const proofs = await listProofs();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !proofs.includes(name));
if (wanted.length === 0) {
  console.log(`Proofs: ${proofs.join(", ")}. Run one with npm run prove -- <name>.`);
} else if (unknown.length > 0) {
  console.error(`No proof ${unknown.join(", ")}. There are: ${proofs.join(", ")}.`);
  process.exitCode = 2;
} else {
  const lines: string[] = [];
  for (const name of wanted) {
    console.log(`── ${name}`);
    const startedAtMs = performance.now();
    const { figure, passed } = await run(name);
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(0);
    lines.push(`${passed ? "ok" : "SHORT"} ${name}: ${figure} (${seconds} s)`);
    if (!passed) process.exitCode = 1;
  }
  console.log(lines.join("\n"));
}
// A proof may have been stopped halfway, with servers of its own still running: they end with us.
process.exit();
