import * as z from "zod";
import type { RecordFunctions } from "../../_shared/store/console-records.ts";
import { readQuery, toCursor } from "../read-query.ts";
import { readSessionHash } from "../read-session.ts";
import { toRecordProblem } from "../record-refusals.ts";

type RecordView =
  ("cohorts" | "assignments" | "assignment_learners") | ("heat_map" | "passes" | "disputes");

/** The lists of cohorts, assignments, passes and disputes, and the heat map: what of them the member sees. */
export function createGetRecords({ records }: { readonly records: RecordFunctions }) {
  return async (request: Request, view: RecordView, id?: string): Promise<Response> => {
    const sessionHash = readSessionHash(request);
    if (id !== undefined && !z.uuid().safeParse(id).success)
      throw toRecordProblem({ outcome: "not_found" });
    const named = id === undefined ? {} : { id };
    const found = await records.act(view, { ...readQuery(request), ...named, sessionHash });
    if (found.outcome !== "ok") throw toRecordProblem(found);
    const { answer } = found;
    return Response.json("next" in answer ? { ...answer, next: toCursor(answer.next) } : answer);
  };
}
