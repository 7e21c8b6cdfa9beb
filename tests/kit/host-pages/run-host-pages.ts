import type { HostPage } from "./host-page.ts";
import { type HostBrowser, openHostBrowser } from "./open-host-browser.ts";
import { visitHostPage } from "./visit.ts";

/** How many pages are open side by side, and what their figure counts. */
export interface HostProof {
  readonly lanes: number;
  readonly what: string;
  /** Default: Chromium. */
  readonly open?: () => Promise<HostBrowser>;
}

/** Visits the pages in one browser on one running product, prints a line for each, and counts the good ones. */
export async function proveHostPages(
  all: readonly HostPage[],
  { lanes, what, open = openHostBrowser }: HostProof,
): Promise<{ figure: string; passed: boolean }> {
  const pages = all.filter(({ name }) => name.includes(process.env["HOSTS"] ?? ""));
  const hosts = await open();
  const waiting = [...pages];
  let good = 0;
  const walk = async (): Promise<void> => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const { name, faults } = await visitHostPage(hosts, page);
      if (faults.length === 0) good += 1;
      console.log(`${faults.length === 0 ? "ok   " : "SHORT"} ${name}`);
      for (const fault of faults) console.log(`      ${fault.replaceAll("\n", "\n      ")}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, walk));
  } finally {
    await hosts.close();
  }
  return {
    figure: `${good} of ${pages.length} ${what}`,
    passed: pages.length > 0 && good === pages.length,
  };
}
