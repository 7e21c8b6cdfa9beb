import type { ConsoleView } from "../elements/console/console-view.ts";
import { attempts } from "../elements/console/views/attempts.ts";
import { learner, learners } from "../elements/console/views/learners.ts";

/** The lists: fetched while somebody is signed in, since most people go on to one of them. */
const PAGES: Readonly<Record<string, ConsoleView>> = {
  learners,
  "learners/:id": learner,
  attempts,
};

/**
 * The view of a list, or of one thing in it.
 * @throws {Error} when there is none.
 */
export function findPage(view: string, hasId: boolean): ConsoleView {
  const page = PAGES[hasId ? `${view}/:id` : view];
  if (!page) throw new Error(`no view ${view}`);
  return page;
}
