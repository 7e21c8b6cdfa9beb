import type { ConsoleView } from "../elements/console/console-view.ts";
import { MakaAsk } from "../elements/console/maka-ask.ts";
import { agreement } from "../elements/console/views/agreement.ts";
import { assignment, assignments } from "../elements/console/views/assignments.ts";
import { attempts } from "../elements/console/views/attempts.ts";
import { audit } from "../elements/console/views/audit.ts";
import { disputes } from "../elements/console/views/disputes.ts";
import { heatMap } from "../elements/console/views/heat-map.ts";
import { learner, learners } from "../elements/console/views/learners.ts";
import { passes } from "../elements/console/views/passes.ts";
import { scenarios } from "../elements/console/views/scenarios.ts";
import { defineOnce } from "../elements/kit/define-once.ts";

defineOnce("maka-ask", MakaAsk);

const PAGES: Readonly<Record<string, ConsoleView>> = {
  learners,
  "learners/:id": learner,
  attempts,
  scenarios,
  assignments,
  "assignments/:id": assignment,
  "heat-map": heatMap,
  agreement,
  passes,
  disputes,
  audit,
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
