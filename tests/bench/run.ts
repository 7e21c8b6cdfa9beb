// The benchmarks: `npm run bench`, or single ones by name. Every `*.bench.ts` here exports
// `bench(): Promise<string[]>`, whose lines name what was measured and its ratio.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const ENDING = ".bench.ts";
const FOLDER = import.meta.dirname;
const Lines = z.array(z.string());

async function run(name: string): Promise<string[]> {
  const module: unknown = await import(path.join(FOLDER, `${name}${ENDING}`));
  const bench = typeof module === "object" && module !== null && "bench" in module && module.bench;
  if (typeof bench !== "function")
    throw new Error(`tests/bench/${name}${ENDING} exports no bench()`);
  const lines: unknown = await Reflect.apply(bench, undefined, []);
  return Lines.parse(lines);
}

const files = await readdir(FOLDER);
const names = files
  .filter((file) => file.endsWith(ENDING))
  .map((file) => path.basename(file, ENDING));
const given = process.argv.slice(2);
const unknown = given.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}. There are: ${names.sort().join(", ")}.`);
  process.exit(2);
}
for (const name of given.length > 0 ? given : names.sort()) {
  console.log(`── ${name}`);
  try {
    for (const line of await run(name)) console.log(line);
  } catch (error) {
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
}
process.exit();
