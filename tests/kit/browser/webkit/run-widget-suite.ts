import { spawn } from "node:child_process";
import type { WebKit } from "./open-webkit.ts";

const CONFIGURATION = "tests/kit/browser/webkit/web-test-runner.config.js";
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");
const SUM = /\| (\d+)\/(\d+) test files \| (\d+) passed, (\d+) failed/g;
const FAILURE = /^ *❌ (.+)$/gm;

/** What Debian's WebKit lacks, so that these fail for that reason and no other: parts of names, with the reason. */
const LACKING: readonly (readonly [string, string])[] = [
  ["RtcCallOpener >", "no RTCPeerConnection"],
  ["ConnectionStats >", "no RTCPeerConnection"],
  ["open() tells when the device vanishes", "no RTCPeerConnection"],
  ["keepPlaying() >", "no RTCPeerConnection"],
  ["soundOutput > choose()", "its made-up devices play nothing"],
];

/** How the widget's own suite went. */
export interface SuiteRun {
  readonly passed: number;
  readonly lacking: number;
  /** Names of tests that failed for no known reason. */
  readonly failed: readonly string[];
  readonly isWhole: boolean;
}

/** Runs the widget's own suite in WebKit (`WIDGET=<part of a path>` chooses). */
export async function runWidgetSuite({ address, miniBrowser }: WebKit): Promise<SuiteRun> {
  const chosen = process.env["WIDGET"];
  const files = chosen === undefined ? [] : ["--files", `tests/browser/**/*${chosen}*.test.ts`];
  const output = await run(["--config", CONFIGURATION, ...files], {
    WEBKIT_ADDRESS: address,
    WEBKIT_BROWSER: miniBrowser,
  });
  const plain = output.replace(ESCAPES, "");
  const [, ended = "0", all = "1", passed = "0"] = [...plain.matchAll(SUM)].at(-1) ?? [];
  const names = [...new Set([...plain.matchAll(FAILURE)].map(([, name = ""]) => name))];
  const isKnown = (name: string): boolean => LACKING.some(([part]) => name.includes(part));
  return {
    passed: Number(passed),
    lacking: names.filter(isKnown).length,
    failed: names.filter((name) => !isKnown(name)),
    isWhole: ended === all,
  };
}

/** Runs web-test-runner with this terminal's output, and keeps what it printed. */
function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
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
    child.once("close", () => {
      resolve(output);
    });
  });
}
