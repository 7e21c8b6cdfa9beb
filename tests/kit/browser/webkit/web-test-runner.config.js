import { seleniumLauncher } from "@web/test-runner-selenium";
import base from "../../../../web-test-runner.config.js";
import { buildWebKit } from "./open-webkit.ts";

const address = process.env["WEBKIT_ADDRESS"] ?? "";
const miniBrowser = process.env["WEBKIT_BROWSER"] ?? "";
const launcher = seleniumLauncher({ driverBuilder: buildWebKit({ address, miniBrowser }) });
launcher.name = "WebKit";

/** The widget's suite in WebKit; `npm run prove -- webkit` starts its driver. */
export default {
  ...base,
  browsers: [launcher],
  browserStartTimeout: 180_000,
  testsStartTimeout: 120_000,
  testFramework: { config: { timeout: 60_000 } },
};
