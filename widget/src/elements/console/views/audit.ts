import { englishPages as words } from "../../../locales/en/console-pages.ts";
import type { ConsoleView } from "../console-view.ts";
import { whenCell } from "../describe.ts";
import { PAGE_LIMIT } from "./attempts.ts";

/** Who looked at what, and who changed what. */
export const audit: ConsoleView = {
  filters: ["from", "before"],
  load: async (context, signal) => {
    const query = { ...context.query, limit: PAGE_LIMIT };
    const { items, next, total } = await context.api.read("audit", { query }, signal);
    const { texts } = context;
    return {
      ...{ title: texts.views.audit, next, total, empty: words.noAudit },
      table: {
        caption: texts.views.audit,
        columns: [
          { title: texts.when },
          { title: words.who },
          { title: words.what },
          { title: words.whom },
        ],
        rows: items.map(({ at, by, action, subject }) => [
          whenCell(at, context),
          { text: by },
          { text: action.replaceAll("_", " ") },
          { text: subject },
        ]),
      },
    };
  },
};
