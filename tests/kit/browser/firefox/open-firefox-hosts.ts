import type { HostBrowser } from "../../host-pages/open-host-browser.ts";
import { openHostStage } from "../../host-pages/open-host-stage.ts";
import { launchFirefox } from "./launch-firefox.ts";
import { prepareFirefoxPage } from "./prepare-page.ts";

/** Starts the product with its host pages, and a Firefox whose learner is silent. */
export async function openFirefoxHosts(): Promise<HostBrowser> {
  const stage = await openHostStage();
  const firefox = await launchFirefox();
  return {
    stage,
    browser: firefox.browser,
    prepare: prepareFirefoxPage,
    async close() {
      await firefox.close();
      await stage.close();
    },
  };
}
