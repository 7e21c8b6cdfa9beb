import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { ConsoleAnswer } from "../_shared/store/console.ts";

type Refusal = Exclude<ConsoleAnswer, { outcome: "ok" }>;

/** Says why a member is shown nothing. */
export function toViewerProblem(refusal: Refusal): ProblemError {
  switch (refusal.outcome) {
    case "session_unknown":
      return signedOut();
    case "role_missing": {
      const message = `This needs one of the roles ${refusal.roles.join(", ")}.`;
      return new ProblemError("role_missing", message);
    }
    case "too_many_requests": {
      const message = "Too many requests within a minute. Wait a moment.";
      const { retryAfterSeconds } = refusal;
      return new ProblemError("limit_reached", message, { retryAfterSeconds });
    }
    case "not_found":
      return new ProblemError("not_found", "There is no such entry among those that you can see.");
  }
}

/** Says that a session is over, or never was. */
export function signedOut(): ProblemError {
  const message = "You are signed out of the console. Sign in again with a fresh coach token.";
  return new ProblemError("caller_unauthorized", message);
}
