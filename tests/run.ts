import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./support/chromium.ts";

/** What hears sound or draws has the first claim on the machine; it waits most of the time. */
const TIMED = ["stand-in", "widget", "e2e"];
/** What only computes takes what is left meanwhile. */
const COMPUTING = ["scenarios", "database", "functions", "platform"];
/** Every suite of `npm test`. Each is an npm script `test:<name>`. */
const SUITES = [...COMPUTING, ...TIMED];
/** The niceness of what only computes. */
const LEISURELY = 19;

interface Tally {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** How each runner writes its sums: node:test and pgTAP, deno test, web-test-runner. */
const PASSED = [
  /^[#ℹ] pass (\d+)$/gm,
  /\| (\d+) passed.*\| \d+ failed/g,
  /\| (\d+) passed, \d+ failed/g,
];
const FAILED = [
  /^[#ℹ] fail (\d+)$/gm,
  /\| \d+ passed.*\| (\d+) failed/g,
  /\| \d+ passed, (\d+) failed/g,
];
/** The last form repeats its sum while it runs; the other two write one for each of their parts. */
const REPEATS = 2;

/** The first form that occurs counts. */
function sum(output: string, forms: readonly RegExp[]): number {
  for (const [index, form] of forms.entries()) {
    const figures = [...output.matchAll(form)].map((match) => Number(match[1]));
    if (figures.length === 0) continue;
    if (index === REPEATS) return figures.at(-1) ?? 0;
    return figures.reduce((total, figure) => total + figure, 0);
  }
  return 0;
}

/** Runs one npm script, shows what it prints, and reads its sums. A suite that ran no test has failed. */
function run(suite: string): Promise<Tally> {
  const started = performance.now();
  const isLeisurely = COMPUTING.includes(suite);
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", `test:${suite}`], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (isLeisurely && child.pid !== undefined) setPriority(child.pid, LEISURELY);
    let output = "";
    const show = (chunk: Buffer): void => {
      output += chunk.toString();
      // Two at a time would be told apart by nobody.
      if (!isLeisurely) process.stdout.write(chunk);
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    child.on("close", (code) => {
      if (isLeisurely) process.stdout.write(`\n── ${suite}\n${output}`);
      const plain = output.replace(ESCAPES, "");
      const passed = sum(plain, PASSED);
      const counted = sum(plain, FAILED);
      const broken = code !== 0 || passed === 0;
      const failed = counted === 0 && broken ? 1 : counted;
      resolve({ suite, passed, failed, seconds: (performance.now() - started) / 1_000 });
    });
  });
}

/** Runs those of the suites that were asked for, one after the other. */
async function runAll(suites: readonly string[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const suite of suites.filter((name) => chosen.length === 0 || chosen.includes(name))) {
    console.log(`\n── ${suite} begins`);
    tallies.push(await run(suite));
  }
  return tallies;
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((suite) => !SUITES.includes(suite));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(", ")}. There are: ${SUITES.join(", ")}.`);
  process.exit(2);
}

const environment = {
  ...process.env,
  CHROME_PATH: ensureChromium(),
  // Hundreds of processes read the same sources: compiled once, each starts a third sooner.
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)),
};
const tallies = (await Promise.all([runAll(COMPUTING), runAll(TIMED)])).flat();
console.log("");
for (const { suite, passed, failed, seconds } of tallies) {
  console.log(`${suite}: ${passed} passed, ${failed} failed in ${seconds.toFixed(0)} s`);
}
const passed = tallies.reduce((total, tally) => total + tally.passed, 0);
const failed = tallies.reduce((total, tally) => total + tally.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
