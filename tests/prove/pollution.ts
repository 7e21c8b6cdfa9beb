import {
  EVERY_NAME,
  POLLUTIONS,
  readCleanRequests,
  visitPolluted,
} from "../kit/host-pages/pollutions.ts";
import { openHostBrowser } from "../kit/host-pages/open-host-browser.ts";

/** Practices on pages that put names on `Object.prototype` (`POLLUTION=<part of a kind>` chooses): each works, and asks the same. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const chosen = POLLUTIONS.filter(({ kind }) => kind.includes(process.env["POLLUTION"] ?? ""));
  const hosts = await openHostBrowser();
  let good = 0;
  try {
    const clean = await readCleanRequests(hosts);
    for (const pollution of chosen) {
      const { name, faults } = await visitPolluted(hosts, pollution, clean);
      if (faults.length === 0) good += 1;
      console.log(
        [`${faults.length === 0 ? "ok   " : "SHORT"} ${name}`, ...faults].join("\n      "),
      );
    }
  } finally {
    await hosts.close();
  }
  return {
    figure: `${good} of ${chosen.length} pages with ${EVERY_NAME.names.length} names in all on Object.prototype`,
    passed: chosen.length > 0 && good === chosen.length,
  };
}
