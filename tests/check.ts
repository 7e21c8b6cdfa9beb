import { spawnSync } from "node:child_process";

/** Everything that must hold without running the product; all of it runs, so that one call shows all. */
const CHECKS: readonly (readonly [name: string, command: string])[] = [
  ["types: domain, protocol and contract without the DOM", "tsc -p tsconfig.core.json"],
  ["types: widget and its tests", "tsc -p tsconfig.widget.json"],
  ["types: demo, scenarios and node tests", "tsc -p tsconfig.node.json"],
  ["types: what the package publishes", "tsc -p tests/types"],
  ["types: functions, gateway and their tests", "npm run --silent check:deno"],
  ["lint: functions and gateway", "deno lint --quiet --config deno.json"],
  ["lint: everything else", "eslint ."],
  ["format", "prettier --check --log-level warn ."],
  ["unused code and dependencies", "knip"],
  ["generated files are fresh", "npm run --silent check:generated"],
  ["downloads keep their sizes", "npm run --silent check:size"],
  ["the package resolves everywhere", "npm run --silent check:package"],
];

const failed: string[] = [];
for (const [name, command] of CHECKS) {
  const started = performance.now();
  const environment = { ...process.env, DENO_NO_PACKAGE_JSON: "1", DENO_NO_UPDATE_CHECK: "1" };
  const { status } = spawnSync(command, { shell: true, stdio: "inherit", env: environment });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\n${failed.length} of ${CHECKS.length} checks failed: ${failed.join("; ")}`);
  process.exitCode = 1;
}
