import { HOST_PAGES } from "../support/host-pages/host-pages.ts";
import { runHostPages } from "../support/host-pages/run-host-pages.ts";

/** Real calls on every kind of host page (`HOSTS=<part of a name>` chooses): brief, call, and no trace left. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const chosen = process.env["HOSTS"] ?? "";
  const pages = HOST_PAGES.filter(({ name }) => name.includes(chosen));
  const verdicts = await runHostPages(pages, ({ name, faults }) => {
    console.log(`${faults.length === 0 ? "ok   " : "SHORT"} ${name}`);
    for (const fault of faults) console.log(`      ${fault.replaceAll("\n", "\n      ")}`);
  });
  const good = verdicts.filter(({ faults }) => faults.length === 0).length;
  return { figure: `${good} of ${pages.length} host pages`, passed: good === pages.length };
}
