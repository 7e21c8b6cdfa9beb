import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PROJECTS } from "./kit/checks/projects.ts";

interface Check {
  readonly name: string;
  readonly command: string;
  /** About how long it takes on a quiet machine. */
  readonly seconds: number;
}

const WORKERS = 2;
const PACKAGE =
  "npm run --silent check:size; sized=$?; npm run --silent check:package && exit $sized";
/** The longest first, so that the workers end together. */
const CHECKS: readonly Check[] = [
  ...PROJECTS.map(({ config, name, seconds }) => {
    return { name, command: `node tests/check-project.ts ${config}`, seconds };
  }),
  { name: "lint: everything else", command: "node tests/check-project.ts", seconds: 3 },
  { name: "format", command: "prettier --check --log-level warn .", seconds: 18 },
  {
    name: "types: functions, gateway and their tests",
    command: "npm run --silent check:deno",
    seconds: 11,
  },
  {
    name: "lint: functions and gateway by Deno",
    command: "deno lint --quiet --config deno.json",
    seconds: 1,
  },
  { name: "unused code and dependencies", command: "knip", seconds: 5 },
  { name: "generated files are fresh", command: "npm run --silent check:generated", seconds: 4 },
  // One after the other: the package is made of the files that were measured.
  {
    name: "downloads keep their sizes, and the package resolves everywhere",
    command: PACKAGE,
    seconds: 15,
  },
].sort((a, b) => b.seconds - a.seconds);

const environment = {
  ...process.env,
  DENO_NO_PACKAGE_JSON: "1",
  DENO_NO_UPDATE_CHECK: "1",
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)),
  // Programs of a million objects: with room for the young ones a seventh of the work goes.
  NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --max-semi-space-size=64`.trim(),
};
const failed: string[] = [];

/** Runs a command of the shell, and shows what it printed once it is over. */
async function run({ name, command }: Check): Promise<void> {
  const started = performance.now();
  const child = spawn(command, {
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once("close", resolve));
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${output}${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (code !== 0) failed.push(name);
}

/** Everything that must hold without running the product; all of it runs, so that one call shows all. */
const queue = CHECKS.values();
await Promise.all(
  // Each takes the next from the one iterator.
  Array.from({ length: WORKERS }, async () => {
    for (const check of queue) await run(check);
  }),
);
if (failed.length > 0) {
  console.error(`\n${failed.length} of ${CHECKS.length} checks failed: ${failed.join("; ")}`);
  process.exitCode = 1;
}
