import { chromeLauncher } from "@web/test-runner-chrome";
import base from "../../../../web-test-runner.config.js";
import { ensureFirefox, FIREFOX_PREFERENCES } from "./ensure-firefox.ts";

const launcher = chromeLauncher({
  launchOptions: {
    browser: "firefox",
    executablePath: ensureFirefox().firefox,
    extraPrefsFirefox: FIREFOX_PREFERENCES,
  },
});
launcher.name = "Firefox";

/** The widget's suite in Firefox; `npm run prove -- firefox-widget` gives it a home and sound. */
export default {
  ...base,
  browsers: [launcher],
  browserStartTimeout: 180_000,
  testsStartTimeout: 120_000,
  testFramework: { config: { timeout: 60_000 } },
};
