import type { LmsReporter } from "../../ports/lms-reporter.ts";
import { findScormApi } from "./find-scorm-api.ts";
import { findOwnScript } from "./find-own-script.ts";

/**
 * Finds whom to report to: a cmi5 launch by the page's address, else the API of an LMS above this window; and fetches
 * what speaks with it. Where there is nobody, every try looks anew: a course may offer its API later.
 */
export function chooseReporter(): LmsReporter {
  const { as, attach, status, exit = null } = findOwnScript().dataset;
  const completionOnly = status === "completion";
  let found: LmsReporter | null = null;
  const find = async (): Promise<LmsReporter | null> => {
    const { search } = location;
    if (/[?&]fetch=/.test(search))
      return (await import("./cmi5-reporter.ts")).openCmi5Reporter(search, completionOnly);
    const names = ["API_1484_11", "API"];
    const api = findScormApi(window, as === "scorm12" ? names.reverse() : names);
    const options = { attaches: attach !== undefined, completionOnly, exit };
    return api && (await import("./scorm-reporter.ts")).openScormReporter(api, options);
  };
  return {
    async begin() {
      // A download that fails is tried again with the next call.
      found ??= await find().catch(() => null);
      return (
        found?.begin() ?? { standing: "none" as const, sessionIds: [], place: "", returnUrl: null }
      );
    },
    record: (sessionIds) => found?.record(sessionIds),
    report: async (result, isRepeated) => (await found?.report(result, isRepeated)) ?? "refused",
    end: (unsettled, isRepeated) => found?.end(unsettled, isRepeated),
  };
}
