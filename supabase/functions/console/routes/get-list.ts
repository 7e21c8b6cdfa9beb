import type { ConsoleView } from "../../_shared/store/console.ts";
import type { ConsoleWorld } from "../console-world.ts";
import { readQuery, toCursor } from "../read-query.ts";
import { readSessionHash } from "../read-session.ts";
import { toViewerProblem } from "../refusals.ts";

/** `GET /console/overview`, `/attempts`, `/learners`, `/scenarios` and `/audit`: what of it the member sees, narrowed by filters. */
export function createGetList({ store }: ConsoleWorld) {
  return async (
    request: Request,
    view: Exclude<ConsoleView, "attempt" | "learner">,
  ): Promise<Response> => {
    const sessionHash = readSessionHash(request);
    const found = await store.readConsole(view, { ...readQuery(request), sessionHash });
    if (found.outcome !== "ok") throw toViewerProblem(found);
    const { answer } = found;
    if (!("next" in answer)) return Response.json(answer);
    return Response.json({ ...answer, next: toCursor(answer.next) });
  };
}
