import { globSync } from "node:fs";
import { findProgram, installPackages } from "../../stack/install-packages.ts";

/** What a run in WebKit needs of the machine. */
export interface WebKitPrograms {
  /** Debian's browser around WebKitGTK. */
  readonly miniBrowser: string;
  readonly driver: string;
  /** Gives a display to what is started through it. */
  readonly display: string;
}

/**
 * Finds WebKitGTK with its WebDriver, and a display without a screen; installs Debian's packages where this process may.
 *
 * @throws {Error} in one sentence that says what to install, where it may not.
 */
export function ensureWebKit(): WebKitPrograms {
  const found = find();
  if (found !== null) return found;
  const packages = ["webkit2gtk-driver", "xvfb", "xauth", "fonts-dejavu-core"];
  const installed = installPackages(packages) ? find() : null;
  if (installed !== null) return installed;
  throw new Error("This needs WebKitGTK: install Debian's webkit2gtk-driver, xvfb and xauth.");
}

function find(): WebKitPrograms | null {
  const [miniBrowser] = globSync("/usr/lib/*/webkit2gtk-4*/MiniBrowser");
  const driver = findProgram(["WebKitWebDriver"]);
  const display = findProgram(["xvfb-run"]);
  if (miniBrowser === undefined || driver === null || display === null) return null;
  return { miniBrowser, driver, display };
}
