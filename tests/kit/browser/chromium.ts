import { existsSync } from "node:fs";
import { findProgram, installPackages } from "../stack/install-packages.ts";

/**
 * The same engine without the window, the profile and the spare processes of a browser: a page opens for a
 * third of the processor's time.
 */
const SHELL = "chromium-headless-shell";
const NAMES = [
  SHELL,
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

/** The browser that tests drive: `CHROME_PATH`, else the lightest Chromium or Chrome on the PATH; null if none. */
export function findChromium(): string | null {
  const chosen = process.env["CHROME_PATH"];
  if (chosen !== undefined && chosen !== "") return existsSync(chosen) ? chosen : null;
  return findProgram(NAMES);
}

/**
 * Like `findChromium`, but installs Debian's package where this process may.
 * @throws {Error} in one sentence that says what to install, where it may not.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  const installed = installPackages([SHELL, "fonts-dejavu-core"]) ? findProgram(NAMES) : null;
  if (installed !== null) return installed;
  throw new Error("The browser tests need Chromium: install it, or set CHROME_PATH to a Chrome.");
}

/** The switches under which a call works in a headless browser without sound card, camera or network. */
export const CHROMIUM_SWITCHES: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-loopback-in-peer-connection",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];
