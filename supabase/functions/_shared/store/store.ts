import type { CallFunctions } from "./calls.ts";
import type { CostFunctions } from "./costs.ts";
import type { DeliveryFunctions } from "./deliveries.ts";
import type { HangupFunctions } from "./hangups.ts";
import type { LearnerFunctions } from "./learners.ts";
import type { MetricFunctions } from "./metrics.ts";
import type { ObservationFunctions } from "./observation.ts";
import type { ProgressFunctions } from "./progress.ts";
import type { ReportFunctions } from "./reports.ts";
import type { ResultFunctions } from "./results.ts";
import type { ScenarioFunctions } from "./scenarios.ts";
import type { SessionFunctions } from "./sessions.ts";
import type { SiteFunctions } from "./sites.ts";
import type { TurnFunctions } from "./turns.ts";
import type { WebhookFunctions } from "./webhooks.ts";

/**
 * The database's functions, one method each, by topic. All of them may be repeated: a repeated call changes nothing
 * twice.
 * @throws {StoreError} when the database cannot be reached, fails, or answers with what no function answers
 */
export interface Store
  extends
    CallFunctions,
    CostFunctions,
    DeliveryFunctions,
    HangupFunctions,
    LearnerFunctions,
    MetricFunctions,
    ObservationFunctions,
    ProgressFunctions,
    ReportFunctions,
    ResultFunctions,
    ScenarioFunctions,
    SessionFunctions,
    SiteFunctions,
    TurnFunctions,
    WebhookFunctions {}
