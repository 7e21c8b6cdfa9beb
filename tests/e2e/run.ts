import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { shareBrowser } from "../kit/browser/open-browser.ts";
import { shareHostFiles } from "../kit/host-pages/host-files.ts";
import { shareStack } from "../kit/stack/shared-stack.ts";

/** Files side by side. Most of a file's time is spent listening to a customer, which takes no processor. */
const LANES = 3;
/** A customer speaks this many times as fast as people do; with `STANDIN_PACE=1` the tests pass as well. */
const PACE = "2.5";
/** The last of the functions' complaints that are shown. */
const WARNINGS = 100;
/** Those that take longest begin first, so that no lane is left with one of them. */
const LONGEST = ["hosts", "stage", "keyboard", "leaks", "input-modes", "recovery", "outage"];

const here = import.meta.dirname;

/** The files that were asked for, or all, the longest first. */
function chooseFiles(): string[] {
  const asked = process.argv.slice(2).map((file) => path.resolve(file));
  const files = asked.length > 0 ? asked : globSync("*.test.ts", { cwd: here }).sort();
  const rank = (file: string): number => {
    const index = LONGEST.indexOf(path.basename(file, ".test.ts"));
    return index < 0 ? LONGEST.length : index;
  };
  return files.map((file) => path.resolve(here, file)).sort((a, b) => rank(a) - rank(b));
}

/** What the functions complained of: the reason for a failed test is often theirs. */
async function printWarnings(stateFolder: string): Promise<void> {
  const log = await readFile(path.join(stateFolder, "logs", "functions.log"), "utf8");
  const warnings = log.split("\n").filter((line) => /"level":"(?:warn|error)"/.test(line));
  console.log(["", "The functions warned:", ...warnings.slice(-WARNINGS)].join("\n"));
}

/** What came of a run. */
interface Outcome {
  /** Tests that failed, or never ran because what they stand on failed. */
  readonly failed: number;
  /** The files that they are in, each once. */
  readonly files: readonly string[];
  readonly passed: boolean;
}

/** Runs the files and shows what comes of them. */
async function runFiles(paths: readonly string[], lanes: number): Promise<Outcome> {
  const files = new Set<string>();
  let failed = 0;
  let passed = false;
  const tests = run({ files: paths, concurrency: lanes });
  tests.on("test:fail", ({ file }) => file !== undefined && files.add(file));
  tests.on("test:summary", ({ file, counts, success }) => {
    if (file !== undefined) return;
    failed = counts.tests - counts.passed - counts.skipped;
    passed = success;
  });
  await pipeline(tests, new spec(), process.stdout, { end: false });
  return { failed, files: [...files], passed };
}

/**
 * Runs files in which a test failed once more, alone. Sound, networks and browsers on a machine that has too much to
 * do fall short now and then: what fails twice is broken, and what passes is told, so that nobody overlooks it.
 */
async function repeat(first: Outcome): Promise<void> {
  if (first.files.length === 0) {
    console.log("\nA failure that belongs to no file cannot be tried again.");
    process.exitCode = 1;
    return;
  }
  console.log(`\nOnce more, alone: ${first.files.map((file) => path.basename(file)).join(", ")}`);
  const second = await runFiles(first.files, 1);
  if (!second.passed) process.exitCode = 1;
  console.log(`ℹ repeated ${Math.max(0, first.failed - second.failed)}`);
}

process.env["STANDIN_PACE"] ??= PACE;
const stack = await shareStack();
const releases = [stack.stop];
try {
  // After the stack, whose start builds the widget.
  const shared = await Promise.all([shareBrowser(), shareHostFiles()]);
  releases.push(...shared.map(({ stop }) => stop));
  for (const { variables } of [stack, ...shared]) Object.assign(process.env, variables);
  const outcome = await runFiles(chooseFiles(), LANES);
  if (!outcome.passed) {
    await printWarnings(stack.stateFolder);
    await repeat(outcome);
  }
} finally {
  await Promise.all(releases.map((release) => release()));
}
