import { checkGallery } from "../kit/browser/webkit/check-gallery.ts";
import { openWebKit } from "../kit/browser/webkit/open-webkit.ts";
import { runWidgetSuite } from "../kit/browser/webkit/run-widget-suite.ts";
import { walkJourneys } from "../kit/browser/webkit/walk-journeys.ts";

/**
 * The widget in WebKitGTK, the engine of Safari: its own suite, every state of the gallery by layout and axe, and the
 * journeys up to the call, for which Debian's build has no WebRTC.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const webkit = await openWebKit();
  try {
    const suite = await runWidgetSuite(webkit);
    for (const name of suite.failed) console.log(`SHORT ${name}`);
    // Before the gallery, whose server leaves this process in development: nothing is built in it after that.
    const journeys = await walkJourneys(webkit);
    const gallery = await checkGallery(webkit);
    for (const fault of gallery.faults) console.log(`SHORT ${fault}`);
    return {
      figure:
        `${suite.passed} widget tests pass in WebKit, ${suite.failed.length} fail, ${suite.lacking} lack what this build` +
        ` does not have; ${gallery.faults.length} faults of layout and axe in ${gallery.appearances} appearances;` +
        ` ${journeys.length} journeys fall short`,
      passed:
        suite.isWhole &&
        suite.passed > 0 &&
        suite.failed.length + gallery.faults.length + journeys.length === 0,
    };
  } finally {
    await webkit.close();
  }
}
