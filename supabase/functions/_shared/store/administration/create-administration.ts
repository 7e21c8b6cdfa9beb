import { createCallSql, type SqlAddress } from "../call-sql.ts";
import { createDeliveryAdministration, type DeliveryAdministration } from "./deliveries.ts";
import { createFeatureAdministration, type FeatureAdministration } from "./features.ts";
import { createKeyAdministration, type KeyAdministration } from "./keys.ts";
import { createLearnerAdministration, type LearnerAdministration } from "./learners.ts";
import { createLtiAdministration, type LtiAdministration } from "./lti.ts";
import { createMemberAdministration, type MemberAdministration } from "./members.ts";
import {
  createOrganizationAdministration,
  type OrganizationAdministration,
} from "./organizations.ts";
import { createRecordAdministration, type RecordAdministration } from "./records.ts";
import {
  createRecordStoreAdministration,
  type RecordStoreAdministration,
} from "./record-stores.ts";
import { createResultAdministration, type ResultAdministration } from "./results.ts";
import { createScenarioAdministration, type ScenarioAdministration } from "./scenarios.ts";
import { createSessionAdministration, type SessionAdministration } from "./sessions.ts";
import { createSiteAdministration, type SiteAdministration } from "./sites.ts";
import { createWebhookAdministration, type WebhookAdministration } from "./webhooks.ts";

/**
 * The part of the store that the operator's tool uses, apart from what functions carry.
 * Its answers keep the names of SQL: the tool prints them as they are.
 * @throws {StoreError} as the store does
 */
export interface Administration
  extends
    DeliveryAdministration,
    FeatureAdministration,
    KeyAdministration,
    LearnerAdministration,
    LtiAdministration,
    MemberAdministration,
    OrganizationAdministration,
    RecordAdministration,
    RecordStoreAdministration,
    ResultAdministration,
    ScenarioAdministration,
    SessionAdministration,
    SiteAdministration,
    WebhookAdministration {}

/** Opens the administration over the database's RPC endpoint. Somebody waits at a terminal: as long as it takes. */
export function createAdministration(address: Omit<SqlAddress, "timeoutMs">): Administration {
  const call = createCallSql({ ...address, timeoutMs: null });
  return {
    ...createDeliveryAdministration(call),
    ...createFeatureAdministration(call),
    ...createKeyAdministration(call),
    ...createLearnerAdministration(call),
    ...createLtiAdministration(call),
    ...createMemberAdministration(call),
    ...createOrganizationAdministration(call),
    ...createRecordAdministration(call),
    ...createRecordStoreAdministration(call),
    ...createResultAdministration(call),
    ...createScenarioAdministration(call),
    ...createSessionAdministration(call),
    ...createSiteAdministration(call),
    ...createWebhookAdministration(call),
  };
}
