import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser/open-browser.ts";
import { type HostStage, openHostStage } from "./open-host-stage.ts";

/** The running product with its host pages, and a browser whose learner is silent. */
export interface HostBrowser {
  readonly stage: HostStage;
  readonly browser: Browser;
  /** Puts what this browser needs for a call into a page that is still empty. */
  prepare?(page: Page): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. */
export async function openHostBrowser(): Promise<HostBrowser> {
  const hosts = await openHostStage();
  const browser = await openBrowser();
  return {
    stage: hosts,
    browser,
    async close() {
      await browser.close();
      await hosts.close();
    },
  };
}
