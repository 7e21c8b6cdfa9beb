import { createCallFunctions } from "./calls.ts";
import { createCallSql, type SqlAddress } from "./call-sql.ts";
import { createCostFunctions } from "./costs.ts";
import { createDeliveryFunctions } from "./deliveries.ts";
import { createHangupFunctions } from "./hangups.ts";
import { createLearnerFunctions } from "./learners.ts";
import { createMetricFunctions } from "./metrics.ts";
import { createObservationFunctions } from "./observation.ts";
import { createProgressFunctions } from "./progress.ts";
import { createReportFunctions } from "./reports.ts";
import { createResultFunctions } from "./results.ts";
import { createScenarioFunctions } from "./scenarios.ts";
import { createSessionFunctions } from "./sessions.ts";
import { createSiteFunctions } from "./sites.ts";
import type { Store } from "./store.ts";
import { createTurnFunctions } from "./turns.ts";
import { createWebhookFunctions } from "./webhooks.ts";

/** Opens the store over the database's RPC endpoint. Holds no connection; one store serves a process. */
export function createStore(address: SqlAddress): Store {
  const call = createCallSql(address);
  return {
    ...createCallFunctions(call),
    ...createCostFunctions(call),
    ...createDeliveryFunctions(call),
    ...createHangupFunctions(call),
    ...createLearnerFunctions(call),
    ...createMetricFunctions(call),
    ...createObservationFunctions(call),
    ...createProgressFunctions(call),
    ...createReportFunctions(call),
    ...createResultFunctions(call),
    ...createScenarioFunctions(call),
    ...createSessionFunctions(call),
    ...createSiteFunctions(call),
    ...createTurnFunctions(call),
    ...createWebhookFunctions(call),
  };
}
