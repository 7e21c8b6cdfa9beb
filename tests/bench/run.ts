// The benchmarks: `npm run bench`, or single ones by name. Every `*.bench.ts` here exports
// `bench(options): Promise<string[]>`, whose lines name what was measured and its ratio. `--profile` says where:
// `npm run bench -- first-audio --profile hosted`.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

const ENDING = ".bench.ts";
const FOLDER = import.meta.dirname;
const Lines = z.array(z.string());

/** What a benchmark may be told. */
export interface BenchOptions {
  /** Names the surroundings, where a benchmark knows several. */
  readonly profile?: string | undefined;
}

async function run(name: string, options: BenchOptions): Promise<string[]> {
  const module: unknown = await import(path.join(FOLDER, `${name}${ENDING}`));
  const bench = typeof module === "object" && module !== null && "bench" in module && module.bench;
  if (typeof bench !== "function")
    throw new Error(`tests/bench/${name}${ENDING} exports no bench()`);
  const lines: unknown = await Reflect.apply(bench, undefined, [options]);
  return Lines.parse(lines);
}

const files = await readdir(FOLDER);
const names = files
  .filter((file) => file.endsWith(ENDING))
  .map((file) => path.basename(file, ENDING));
const { values: options, positionals: given } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: "string" } },
});
const unknown = given.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}. There are: ${names.sort().join(", ")}.`);
  process.exit(2);
}
for (const name of given.length > 0 ? given : names.sort()) {
  console.log(`── ${name}`);
  try {
    for (const line of await run(name, options)) console.log(line);
  } catch (error) {
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
}
process.exit();
