import { openFirefoxHosts } from "../kit/browser/firefox/open-firefox-hosts.ts";
import { SPOKEN_PAGE } from "../kit/browser/firefox/spoken-page.ts";
import { HOST_PAGES } from "../kit/host-pages/host-pages.ts";
import { proveHostPages } from "../kit/host-pages/run-host-pages.ts";

/** Pages that mean nothing in Firefox, each with the reason. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  [
    "microphone forbidden by header",
    "Firefox knows no Permissions-Policy header, only frames' allow",
  ],
]);

/** The host pages in Firefox (`HOSTS=<part of a name>` chooses), as `hosts` visits them in Chromium. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  for (const [name, reason] of LEFT_OUT) {
    if (!HOST_PAGES.some((page) => page.name === name)) throw new Error(`no page ${name}`);
    console.log(`out   ${name}: ${reason}`);
  }
  const pages = [...HOST_PAGES.filter(({ name }) => !LEFT_OUT.has(name)), SPOKEN_PAGE];
  return await proveHostPages(pages, {
    lanes: 1,
    what: `host pages in Firefox, ${LEFT_OUT.size} left out`,
    open: openFirefoxHosts,
  });
}
