import { type Browser, chromium, type Page } from "playwright-core";
import { CHROMIUM_SWITCHES, ensureChromium } from "../browser/chromium.ts";
import { type HostStage, openHostStage } from "./open-host-stage.ts";

/** The running product with its host pages, and a browser whose learner is silent. */
export interface HostBrowser {
  readonly stage: HostStage;
  readonly browser: Browser;
  /** Puts what this browser needs for a call into a page that is still empty. */
  prepare?(page: Page): Promise<void>;
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
