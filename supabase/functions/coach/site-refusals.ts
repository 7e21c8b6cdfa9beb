import { ProblemError } from "../_shared/runtime/http/problem-error.ts";

/** How the database refuses before any limit is looked at. */
export type SiteRefusal =
  | "site_unknown"
  | "site_paused"
  | "origin_forbidden"
  | "scenario_unknown"
  | "feature_disabled"
  | "token_required"
  | "token_refused"
  | "token_used";

/** Says to the integrator what is wrong with the tag. */
export function toSiteProblem(refusal: SiteRefusal): ProblemError {
  switch (refusal) {
    case "site_unknown":
      return new ProblemError("not_found", "No site has this embed key. Check `embed-key`.", {
        field: "embedKey",
      });
    case "site_paused":
      return new ProblemError("feature_disabled", "This site is paused by whoever operates it.");
    case "origin_forbidden":
      return new ProblemError(
        "origin_forbidden",
        "The site of this embed key does not admit this page's origin. Add it to the site's origins.",
      );
    case "scenario_unknown":
      return new ProblemError("not_found", "No such scenario is published. Check `scenario`.", {
        field: "scenario",
      });
    case "feature_disabled":
      return new ProblemError("feature_disabled", "Voice practice is switched off for this site.");
    case "token_required":
      return refuseToken("The site admits known learners only. Set `learner-token` on the tag.");
    case "token_refused":
      return refuseToken(
        "The site takes no learner tokens. Switch them on, or leave the token out.",
      );
    case "token_used":
      return refuseToken(
        "The learner token has started a session before. Sign one for each start.",
      );
  }
}

function refuseToken(message: string): ProblemError {
  return new ProblemError("caller_unauthorized", message, { field: "learnerToken" });
}
