import { openFirefoxHosts } from "../kit/browser/firefox/open-firefox-hosts.ts";
import { LEAK_PAGES } from "../kit/host-pages/leak-pages.ts";
import { proveHostPages } from "../kit/host-pages/run-host-pages.ts";

/** Every way in which a practice ends, in Firefox (`HOSTS=<part of a name>` chooses), as `leaks` follows them. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  return await proveHostPages(LEAK_PAGES, {
    lanes: 1,
    what: "ends leave nothing behind in Firefox",
    open: openFirefoxHosts,
  });
}
