import { fileURLToPath } from "node:url";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { chromeLauncher } from "@web/test-runner-chrome";
import { CHROMIUM_SWITCHES, ensureChromium } from "./tests/kit/browser/chromium.ts";
import { createEchoMiddleware } from "./tests/browser/kit/echo-middleware.js";

const launchOptions = {
  executablePath: ensureChromium(),
  args: [...CHROMIUM_SWITCHES, "--autoplay-policy=no-user-gesture-required"],
};

/** Whatever reaches `console.error` counts as an error that nobody caught, so it fails the running test. */
const FAIL_ON_CONSOLE_ERROR = `
  const log = console.error.bind(console);
  console.error = (...values) => {
    log(...values);
    reportError(new Error("console.error: " + values.map(String).join(" ")));
  };
`;

export default {
  files: ["tests/browser/**/*.test.ts"],
  rootDir: fileURLToPath(new URL(".", import.meta.url)),
  hostname: "127.0.0.1",
  nodeResolve: true,
  // Chromium draws no frames in a tab behind another one, and focus belongs to one tab.
  concurrency: 1,
  testsFinishTimeout: 300_000,
  browsers: [chromeLauncher({ launchOptions })],
  middleware: [createEchoMiddleware()],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: "es2022",
      tsconfig: fileURLToPath(new URL("./tsconfig.widget.json", import.meta.url)),
    }),
  ],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith("Lit is in dev mode"),
  testFramework: { config: { timeout: 10_000 } },
  testRunnerHtml: (testFramework) =>
    `<!doctype html><html lang="en"><head><title>Widget tests</title></head><body>
      <script>${FAIL_ON_CONSOLE_ERROR}</script>
      <script type="module" src="${testFramework}"></script>
    </body></html>`,
};
