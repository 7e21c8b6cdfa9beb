import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./kit/browser/chromium.ts";

/** Suites of `npm test` that run side by side, those that take longest first: whoever is free takes the next. */
const SIDE_BY_SIDE = [
  "platform",
  "functions",
  "widget",
  "stand-in",
  "database",
  "scenarios",
  "unit",
] as const;
/** So many at once: each waits for a third of its time, so that three keep two cores busy. */
const WORKERS = 3;
/** Then, on a machine that does nothing else, the one in which people are waited for and sound is heard. */
const LAST = "e2e";
/** Each is an npm script `test:<name>`. */
const SUITES: readonly string[] = [...SIDE_BY_SIDE, LAST];

/** How long all of it may take on a quiet machine of two cores: more is said, and fails nothing. */
const BUDGET_SECONDS = 420;

interface Tally {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  /** Of those that passed. */
  readonly repeated: number;
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
  /^[#ℹ] (?:fail|cancelled) (\d+)$/gm,
  /\| \d+ passed.*\| (\d+) failed/g,
  /\| \d+ passed, (\d+) failed/g,
];
/** Here the failed files begin that a suite runs again, and so do sums that count nothing twice. */
const REPETITION = "\nOnce more, alone:";
/** Tests that failed at first, and passed when they were run again alone. */
const REPEATED = /^ℹ repeated (\d+)$/gm;
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
function run(suite: string, isShownAtOnce: boolean): Promise<Tally> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", `test:${suite}`], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const show = (chunk: Buffer): void => {
      output += chunk.toString();
      if (isShownAtOnce) process.stdout.write(chunk);
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    child.on("close", (code) => {
      if (!isShownAtOnce) process.stdout.write(`\n── ${suite}\n${output}`);
      const plain = output.replace(ESCAPES, "");
      const repeated = sum(plain, [REPEATED]);
      const [first = ""] = plain.split(REPETITION);
      const passed = sum(first, PASSED) + repeated;
      const counted = sum(first, FAILED) - repeated;
      const broken = code !== 0 || passed === 0;
      const failed = counted === 0 && broken ? 1 : counted;
      resolve({ suite, passed, failed, repeated, seconds: (performance.now() - started) / 1_000 });
    });
  });
}

/** Runs the next of the suites until there is none left. */
async function work(suites: Iterator<string>, isShownAtOnce: boolean): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (let next = suites.next(); next.done !== true; next = suites.next()) {
    if (isShownAtOnce) console.log(`\n── ${next.value}`);
    tallies.push(await run(next.value, isShownAtOnce));
  }
  return tallies;
}

/** Runs those that were asked for in so many processes; of the first one sees all at once, of the others what is over. */
async function runAll(suites: readonly string[], workers: number): Promise<Tally[]> {
  const queue = suites.filter((name) => chosen.length === 0 || chosen.includes(name)).values();
  const all = Array.from({ length: workers }, (_, index) => work(queue, index === 0));
  return (await Promise.all(all)).flat();
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((suite) => !SUITES.includes(suite));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(", ")}. There are: ${SUITES.join(", ")}.`);
  process.exit(2);
}

const started = performance.now();
await import("./prepare.ts");
const environment = {
  ...process.env,
  CHROME_PATH: ensureChromium(),
  // Hundreds of processes read the same sources: compiled once, each starts a third sooner.
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)),
};
const tallies = [...(await runAll(SIDE_BY_SIDE, WORKERS)), ...(await runAll([LAST], 1))];
console.log("");
for (const { suite, passed, failed, repeated, seconds } of tallies) {
  const remark = repeated > 0 ? `, ${repeated} of them at the second try` : "";
  console.log(`${suite}: ${passed} passed, ${failed} failed in ${seconds.toFixed(0)} s${remark}`);
}
const passed = tallies.reduce((total, tally) => total + tally.passed, 0);
const failed = tallies.reduce((total, tally) => total + tally.failed, 0);
const total = (performance.now() - started) / 1_000;
const remark = total > BUDGET_SECONDS ? `, more than the ${BUDGET_SECONDS} s it should take` : "";
console.log(`All of it took ${total.toFixed(0)} s${remark}.`);
// Just so, and last: `.ci/run` reads it.
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
