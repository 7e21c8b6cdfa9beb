import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { RecordAnswer } from "../_shared/store/console-records.ts";
import { toViewerProblem } from "./refusals.ts";

type Refusal = Exclude<RecordAnswer, { outcome: "ok" }>;

const CONFLICTS = {
  not_over: "The attempt is still going on, or its report is being made. Try again later.",
  reviewed_already: "You have reviewed this attempt. A review is not changed; add a comment.",
  first_reviewer: "Somebody else than who reviewed the attempt first answers a dispute.",
  answered_already: "The dispute has its answer.",
  too_many: "There are as many already as are kept.",
} as const;

const INVALID = {
  levels_incomplete: ["levels", "Give each criterion of the scenario one level, or null."],
  zone_unknown: ["timeZone", "There is no such time zone. Send a name such as Europe/Paris."],
  learner_unknown: ["extra", "More is given only to learners of the cohort."],
} as const;

/** Says why a record was not shown or changed. */
export function toRecordProblem(refusal: Refusal): ProblemError {
  switch (refusal.outcome) {
    case "session_unknown":
    case "role_missing":
    case "too_many_requests":
    case "not_found":
      return toViewerProblem(refusal);
    case "pass_refused":
      return new ProblemError("conflict", "The attempt cannot pass.", { field: refusal.reason });
    case "levels_incomplete":
    case "zone_unknown":
    case "learner_unknown": {
      const [field, message] = INVALID[refusal.outcome];
      return new ProblemError("request_invalid", message, { field });
    }
    default:
      return new ProblemError("conflict", CONFLICTS[refusal.outcome], { field: refusal.outcome });
  }
}
