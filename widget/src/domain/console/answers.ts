import type { AgreementResponse } from "#contract/console/agreement.ts";
import type {
  AssignmentLearnersResponse,
  AssignmentsResponse,
} from "#contract/console/assignments.ts";
import type { AttemptDetail, AttemptsPage } from "#contract/console/attempts.ts";
import type { CohortsResponse } from "#contract/console/cohorts.ts";
import type { DisputesResponse } from "#contract/console/disputes.ts";
import type { HeatMapResponse } from "#contract/console/heat-map.ts";
import type {
  AuditPage,
  LearnerDetail,
  LearnersPage,
  Overview,
  ScenariosPage,
} from "#contract/console/learners.ts";
import type { PassesResponse } from "#contract/console/passes.ts";

/** The answer of each path; `:id` stands for the one thing that is shown. */
export interface ConsoleAnswers {
  readonly overview: Overview;
  readonly cohorts: CohortsResponse;
  readonly scenarios: ScenariosPage;
  readonly learners: LearnersPage;
  readonly "learners/:id": LearnerDetail;
  readonly attempts: AttemptsPage;
  readonly "attempts/:id": AttemptDetail;
  readonly "heat-map": HeatMapResponse;
  readonly agreement: AgreementResponse;
  readonly assignments: AssignmentsResponse;
  readonly "assignments/:id/learners": AssignmentLearnersResponse;
  readonly passes: PassesResponse;
  readonly disputes: DisputesResponse;
  readonly audit: AuditPage;
}
