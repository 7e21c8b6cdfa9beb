import * as z from "zod";
import type { ConsoleWorld } from "../console-world.ts";
import { toCursor } from "../read-query.ts";
import { readSessionHash } from "../read-session.ts";
import { toViewerProblem } from "../refusals.ts";

/** `GET /console/attempts/:id` and `/console/learners/:id`. A look at what was said is written down. */
export function createGetOne({ store }: ConsoleWorld) {
  return async (request: Request, view: "attempt" | "learner", id: string): Promise<Response> => {
    const sessionHash = readSessionHash(request);
    if (!z.uuid().safeParse(id).success) throw toViewerProblem({ outcome: "not_found" });
    const found = await store.readConsole(view, { sessionHash, [view]: id });
    if (found.outcome !== "ok") throw toViewerProblem(found);
    const { answer } = found;
    if (!("attempts" in answer)) return Response.json(answer);
    const attempts = { ...answer.attempts, next: toCursor(answer.attempts.next) };
    return Response.json({ ...answer, attempts });
  };
}
