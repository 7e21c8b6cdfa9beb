import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_SWITCHES, ensureChromium } from "../chromium.ts";
import type { HostPage } from "./host-page.ts";
import { type HostStage, openHostStage } from "./open-host-stage.ts";
import { type HostVerdict, visitHostPage } from "./visit.ts";

/** How many pages are open side by side. */
const LANES = 2;

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

/** Visits the pages, two at a time, in one browser on one running product. */
export async function runHostPages(
  pages: readonly HostPage[],
  report: (verdict: HostVerdict) => void = () => undefined,
): Promise<readonly HostVerdict[]> {
  const hosts = await openHostBrowser();
  const verdicts: HostVerdict[] = [];
  const waiting = [...pages];
  const walk = async (): Promise<void> => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const verdict = await visitHostPage(hosts.browser, hosts.stage, page);
      verdicts.push(verdict);
      report(verdict);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, walk));
    return verdicts;
  } finally {
    await hosts.close();
  }
}
