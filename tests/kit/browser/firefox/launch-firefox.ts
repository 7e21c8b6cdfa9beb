import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, firefox } from "playwright-core";
import { FIREFOX_PREFERENCES } from "./ensure-firefox.ts";
import { type FirefoxHome, openFirefoxHome } from "./open-firefox-home.ts";

/** A Firefox in which calls work. */
export interface FirefoxRun {
  readonly browser: Browser;
  close(): Promise<void>;
}

const RELAY = path.join(import.meta.dirname, "bidi-relay.ts");

/** Starts Firefox as its maker built it, over WebDriver BiDi. */
export async function launchFirefox(): Promise<FirefoxRun> {
  const home = await openFirefoxHome();
  try {
    const browser = await launch(home);
    return {
      browser,
      async close() {
        await browser.close();
        await home.close();
      },
    };
  } catch (error) {
    await home.close();
    throw error;
  }
}

async function launch({ firefox: program, folder, environment }: FirefoxHome): Promise<Browser> {
  const starter = path.join(folder, "firefox");
  const command = [process.execPath, RELAY, program].map((word) => `'${word}'`).join(" ");
  await writeFile(starter, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return await firefox.launch({
    channel: "moz-firefox",
    executablePath: starter,
    headless: true,
    timeout: 180_000,
    env: { ...process.env, ...environment },
    firefoxUserPrefs: FIREFOX_PREFERENCES,
  });
}
