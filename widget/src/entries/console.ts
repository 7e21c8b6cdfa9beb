import { browserConsolePage } from "../adapters/console/browser-console-page.ts";
import { FetchConsoleApi } from "../adapters/console/fetch-console-api.ts";
import { MakaCoachConsole } from "../elements/console/maka-coach-console.ts";
import { overview } from "../elements/console/views/overview.ts";
import { defineOnce } from "../elements/kit/define-once.ts";

MakaCoachConsole.services = {
  createApi: (caller) => new FetchConsoleApi(caller),
  page: browserConsolePage,
  loadView: async (view, hasId) => {
    if (view === "overview") return overview;
    if (view === "attempts" && hasId) return (await import("./console-review.ts")).review;
    return (await import("./console-pages.ts")).findPage(view, hasId);
  },
};
defineOnce("maka-coach-console", MakaCoachConsole);
