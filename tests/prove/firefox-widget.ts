import { spawn } from "node:child_process";
import { openFirefoxHome } from "../kit/browser/firefox/open-firefox-home.ts";

const CONFIGURATION = "tests/kit/browser/firefox/web-test-runner.config.js";
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");
const SUM = /\| (\d+)\/(\d+) test files \| (\d+) passed, (\d+) failed/g;

/** The widget's own suite in Firefox (`WIDGET=<part of a path>` chooses). */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const home = await openFirefoxHome();
  try {
    const chosen = process.env["WIDGET"];
    const files = chosen === undefined ? [] : ["--files", `tests/browser/**/*${chosen}*.test.ts`];
    const { output, code } = await run(["--config", CONFIGURATION, ...files], home.environment);
    const [, ended = "0", all = "0", passed = "0", failed = "0"] =
      [...output.replace(ESCAPES, "").matchAll(SUM)].at(-1) ?? [];
    return {
      figure: `${passed} widget tests pass in Firefox, ${failed} fail, ${ended} of ${all} files`,
      passed: code === 0 && Number(passed) > 0 && failed === "0",
    };
  } finally {
    await home.close();
  }
}

/** Runs web-test-runner with this terminal's output, and keeps what it printed. */
function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npx", ["wtr", ...args], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ output, code });
    });
  });
}
