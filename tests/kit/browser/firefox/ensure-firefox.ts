import { existsSync } from "node:fs";
import { findProgram, installPackages } from "../../stack/install-packages.ts";

const NAMES = ["firefox-esr", "firefox"];

/** What a run in Firefox needs of the machine. */
export interface FirefoxPrograms {
  readonly firefox: string;
  /** Gives sound to a machine without a sound card; null where the system has its own. */
  readonly pulseaudio: string | null;
}

/**
 * Finds Firefox (`FIREFOX_PATH`, else the first on the PATH) and, on Linux, PulseAudio; installs Debian's
 * packages where this process may.
 *
 * @throws {Error} in one sentence that says what to install, where it may not.
 */
export function ensureFirefox(): FirefoxPrograms {
  const found = find();
  if (found !== null) return found;
  const packages = ["firefox-esr", "pulseaudio", "fonts-dejavu-core"];
  const installed = installPackages(packages) ? find() : null;
  if (installed !== null) return installed;
  throw new Error(
    "This needs Firefox, and on Linux PulseAudio: install firefox-esr and pulseaudio, or set FIREFOX_PATH.",
  );
}

function find(): FirefoxPrograms | null {
  const chosen = process.env["FIREFOX_PATH"] ?? "";
  const firefox = chosen === "" ? findProgram(NAMES) : existsSync(chosen) ? chosen : null;
  if (firefox === null) return null;
  if (process.platform !== "linux") return { firefox, pulseaudio: null };
  const pulseaudio = findProgram(["pulseaudio"]);
  return pulseaudio === null ? null : { firefox, pulseaudio };
}

/** The preferences under which a call works in a headless Firefox without camera, prompts or a network. */
export const FIREFOX_PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  // Otherwise no packet is sent to 127.0.0.1, where the stand-in listens.
  "media.peerconnection.ice.loopback": true,
  // Without a microphone the addresses of this machine would be names that only Firefox knows.
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // An origin without a secure context, as the host pages have one.
  "network.dns.localDomains": "plain.test",
  "app.normandy.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "extensions.getAddons.cache.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};
