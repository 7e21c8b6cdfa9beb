import { spawn } from "node:child_process";
import type { TestRun } from "./mutant.ts";
import { runPgtapFile } from "./run-pgtap-file.ts";

const LONGEST_MS = 120_000;
const DENO = ["test", "--config", "deno.json", "--allow-all", "--no-check", "--reporter=tap"];
const NODE = ["--test", "--test-isolation=none", "--test-reporter=tap"];
const FAILURE = /^ *not ok \d+ - (.+)$/gm;

/**
 * Runs test files below `root`: pgTAP in the database, those of the functions on Deno, all others on Node. It stops at the
 * first that fail.
 */
export async function runTestFiles(
  root: string,
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<TestRun> {
  for (const file of files.filter((name) => name.endsWith(".sql"))) {
    const found = await runPgtapFile(root, file, environment["SUPABASE_DB_URL"] ?? "");
    if (!found.isGreen) return found;
  }
  const ofDeno = files.filter((file) => file.endsWith("_test.ts"));
  const ofNode = files.filter((file) => file.endsWith(".test.ts"));
  const options = { root, environment };
  const commands = [
    // The quicker one first.
    ...(ofNode.length > 0 ? [[process.execPath, ...NODE, ...ofNode]] : []),
    ...(ofDeno.length > 0 ? [[`${root}node_modules/.bin/deno`, ...DENO, ...ofDeno]] : []),
  ];
  for (const [command = "", ...args] of commands) {
    const { code, output } = await run(command, args, options);
    if (code === 0) continue;
    const names = [...output.matchAll(FAILURE)].map(([, name = ""]) => name);
    // Node names a file that cannot be loaded as if it were a test.
    return { isGreen: false, failed: names.filter((name) => !name.endsWith(".test.ts")) };
  }
  return { isGreen: true, failed: [] };
}

function run(
  command: string,
  args: readonly string[],
  options: { readonly root: string; readonly environment: Readonly<Record<string, string>> },
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.root,
      env: { ...process.env, ...options.environment, DENO_NO_PACKAGE_JSON: "1" },
      stdio: ["ignore", "pipe", "ignore"],
      // Deno runs below a program of npm: the whole group has to end.
      detached: true,
    });
    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const timer = setTimeout(end, LONGEST_MS);
    process.once("exit", end);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      process.off("exit", end);
      resolve({ code, output });
    });
  });
}
