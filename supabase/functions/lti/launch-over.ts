import { ProblemError } from "../_shared/runtime/http/problem-error.ts";

/** Says that a launch is over, and what to do. */
export function launchOver(): ProblemError {
  const message = "This launch is over. Open the practice from its course again.";
  return new ProblemError("not_found", message);
}
