import { spawn } from "node:child_process";

type Check = readonly [name: string, command: string];

/** The two that take as long as all others. */
const READING: readonly Check[] = [
  ["lint: everything else", "eslint ."],
  ["format", "prettier --check --log-level warn ."],
];
/** Some of these build what the next one looks at. */
const BUILDING: readonly Check[] = [
  ["types: domain, protocol and contract without the DOM", "tsc -p tsconfig.core.json"],
  ["types: widget and its tests", "tsc -p tsconfig.widget.json"],
  ["types: demo, scenarios and node tests", "tsc -p tsconfig.node.json"],
  ["types: what the package publishes", "tsc -p tests/types"],
  ["types: functions, gateway and their tests", "npm run --silent check:deno"],
  ["lint: functions and gateway", "deno lint --quiet --config deno.json"],
  ["unused code and dependencies", "knip"],
  ["generated files are fresh", "npm run --silent check:generated"],
  ["downloads keep their sizes", "npm run --silent check:size"],
  ["the package resolves everywhere", "npm run --silent check:package"],
];

const environment = { ...process.env, DENO_NO_PACKAGE_JSON: "1", DENO_NO_UPDATE_CHECK: "1" };
const failed: string[] = [];

/** Runs a command of the shell, and shows what it printed once it is over. */
async function check([name, command]: Check): Promise<void> {
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
await Promise.all(
  [READING, BUILDING].map(async (checks) => {
    for (const each of checks) await check(each);
  }),
);
if (failed.length > 0) {
  const count = READING.length + BUILDING.length;
  console.error(`\n${failed.length} of ${count} checks failed: ${failed.join("; ")}`);
  process.exitCode = 1;
}
