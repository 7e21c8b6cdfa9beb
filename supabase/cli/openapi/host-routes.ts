import type * as z from "zod/v4/core";
import { Brief } from "../../functions/_shared/contract/brief.ts";
import {
  AttemptsResponse,
  ScenariosResponse,
} from "../../functions/_shared/contract/learner-record.ts";
import type { ProblemCode } from "../../functions/_shared/contract/problem.ts";
import { LearnerQuery, SiteQuery } from "../../functions/_shared/contract/queries.ts";
import { ReportResponse } from "../../functions/_shared/contract/report.ts";
import { Result, ResultsQuery, ResultsResponse } from "../../functions/_shared/contract/result.ts";

/** Who may ask: a server with a result key, or a page of the site, with or without a learner token. */
type Credential = "resultKey" | "page" | "learner";

/** A route that a host calls itself; all of them are read by GET. */
export interface HostRoute {
  /** As OpenAPI writes it, `{id}` for a session. */
  readonly path: string;
  readonly summary: string;
  readonly credential: Credential;
  readonly query: z.$ZodType | null;
  /** The name of the answer's shape, and the contract that it is. */
  readonly answer: readonly [name: string, contract: z.$ZodType];
  /** How it refuses, besides `internal` and `upstream_unavailable`. */
  readonly refusals: readonly ProblemCode[];
}

const PAGE_REFUSALS = [
  "request_invalid",
  "origin_forbidden",
  "not_found",
  "feature_disabled",
] as const;
const LEARNER_REFUSALS = [...PAGE_REFUSALS, "caller_unauthorized"] as const;
const KEY_REFUSALS = ["caller_unauthorized", "origin_forbidden", "limit_reached"] as const;

/** The routes that hosts call, by function. What only the widget calls is none of them. */
export const HOST_ROUTES: readonly HostRoute[] = [
  {
    path: "/reports/sessions",
    summary: "Results of a site, in the order in which they became final",
    credential: "resultKey",
    query: ResultsQuery,
    answer: ["Results", ResultsResponse],
    refusals: ["request_invalid", ...KEY_REFUSALS],
  },
  {
    path: "/reports/sessions/{id}",
    summary: "The result of one session, from its start on",
    credential: "resultKey",
    query: null,
    answer: ["Result", Result],
    refusals: ["not_found", ...KEY_REFUSALS],
  },
  {
    path: "/coach/scenarios",
    summary: "What the learners of a site can practise",
    credential: "page",
    query: SiteQuery,
    answer: ["Scenarios", ScenariosResponse],
    refusals: PAGE_REFUSALS,
  },
  {
    path: "/coach/brief",
    summary: "What a learner sees before a call, and what is left of the allowance",
    credential: "learner",
    query: LearnerQuery,
    answer: ["Brief", Brief],
    refusals: LEARNER_REFUSALS,
  },
  {
    path: "/coach/attempts",
    summary: "A learner's latest attempts at a scenario, the oldest first",
    credential: "learner",
    query: LearnerQuery,
    answer: ["Attempts", AttemptsResponse],
    refusals: LEARNER_REFUSALS,
  },
  {
    path: "/coach/attempts/{id}/report",
    summary: "The report of one of a learner's own attempts",
    credential: "learner",
    query: LearnerQuery,
    answer: ["Report", ReportResponse],
    refusals: LEARNER_REFUSALS,
  },
];
