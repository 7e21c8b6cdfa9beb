import { LEAK_PAGES } from "../kit/host-pages/leak-pages.ts";
import { proveHostPages } from "../kit/host-pages/run-host-pages.ts";

/**
 * Every way in which a practice ends (`HOSTS=<part of a name>` chooses): once the tag is removed no track, peer,
 * timer, listener, sound, lock or channel of ours is left.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  // One at a time: some of them break the network of every call.
  return await proveHostPages(LEAK_PAGES, { lanes: 1, what: "ends leave nothing behind" });
}
