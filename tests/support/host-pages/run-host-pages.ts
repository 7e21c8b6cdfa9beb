import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_SWITCHES, ensureChromium } from "../chromium.ts";
import type { HostPage } from "./host-page.ts";
import { type HostStage, openHostStage } from "./open-host-stage.ts";
import { visitHostPage } from "./visit.ts";

/** The running product with its host pages, and a browser whose learner is silent. */
export interface HostBrowser {
  readonly stage: HostStage;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Starts both; the browser knows an origin without a secure context, `plain.test`. */
export async function openHostBrowser(): Promise<HostBrowser> {
  const hosts = await openHostStage();
  const microphone = await hosts.stage.recordMicrophone([{ type: "silence", durationMs: 120_000 }]);
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    headless: true,
    args: [
      ...CHROMIUM_SWITCHES,
      `--use-file-for-fake-audio-capture=${microphone}%noloop`,
      "--host-resolver-rules=MAP plain.test 127.0.0.1",
    ],
  });
  return {
    stage: hosts,
    browser,
    async close() {
      await browser.close();
      await hosts.close();
    },
  };
}

/** How many pages are open side by side, and what their figure counts. */
export interface HostProof {
  readonly lanes: number;
  readonly what: string;
}

/** Visits the pages in one browser on one running product, prints a line for each, and counts the good ones. */
export async function proveHostPages(
  all: readonly HostPage[],
  { lanes, what }: HostProof,
): Promise<{ figure: string; passed: boolean }> {
  const pages = all.filter(({ name }) => name.includes(process.env["HOSTS"] ?? ""));
  const hosts = await openHostBrowser();
  const waiting = [...pages];
  let good = 0;
  const walk = async (): Promise<void> => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const { name, faults } = await visitHostPage(hosts.browser, hosts.stage, page);
      if (faults.length === 0) good += 1;
      console.log(`${faults.length === 0 ? "ok   " : "SHORT"} ${name}`);
      for (const fault of faults) console.log(`      ${fault.replaceAll("\n", "\n      ")}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, walk));
  } finally {
    await hosts.close();
  }
  return {
    figure: `${good} of ${pages.length} ${what}`,
    passed: pages.length > 0 && good === pages.length,
  };
}
