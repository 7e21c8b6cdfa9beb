import { HOST_PAGES } from "../kit/host-pages/host-pages.ts";
import { proveHostPages } from "../kit/host-pages/run-host-pages.ts";

/** Real calls on every kind of host page (`HOSTS=<part of a name>` chooses): brief, call, and no trace left. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  return await proveHostPages(HOST_PAGES, { lanes: 2, what: "host pages" });
}
