import * as z from "zod";
import { AttemptSummary, ScenarioSummary } from "../contract/learner-record.ts";
import { Opaque, outcome, refusedSite, row, unknownSession } from "./answer-row.ts";

/** What `list_attempts` answers: the oldest first. */
export const ListAttemptsAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), attempts: z.array(row(AttemptSummary)) }),
    ...refusedSite,
  ]),
);
export type ListAttemptsAnswer = z.infer<typeof ListAttemptsAnswer>;

const ListedScenario = row(ScenarioSummary);
/** A scenario that an older version stored in another form is left out: it must not hide the others. */
const ListedScenarios = z
  .array(z.unknown())
  .transform((rows) => rows.flatMap((one) => ListedScenario.safeParse(one).data ?? []));

/** What `list_scenarios` answers. */
export const ListScenariosAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), scenarios: ListedScenarios }),
    z.object(outcome("site_unknown")),
    z.object(outcome("origin_forbidden")),
  ]),
);
export type ListScenariosAnswer = z.infer<typeof ListScenariosAnswer>;

/** What `rate_session` answers. `closed`: no call came about, or it is over for more than a day. */
export const RateSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object(outcome("rated")),
    z.object(outcome("closed")),
    unknownSession,
  ]),
);
export type RateSessionAnswer = z.infer<typeof RateSessionAnswer>;

/** What `note_line_quality` answers. `unchanged`: the call is over, or the last sample is fresh. */
export const NoteLineQualityAnswer = row(z.object({ outcome: z.enum(["noted", "unchanged"]) }));
export type NoteLineQualityAnswer = z.infer<typeof NoteLineQualityAnswer>;

const Delivery = row(
  z.object({
    id: z.uuid(),
    siteId: z.uuid(),
    event: z.string(),
    payload: Opaque,
    /** Counts this one. */
    attempts: z.int().positive(),
    /** Null: the site takes no events any more. */
    url: z.nullable(z.string()),
    /** Names of the secrets that sign it, the current one first. */
    kids: z.array(z.string()),
  }),
);
/** An event that waits for a site, leased to whoever claimed it. */
export type ClaimedDelivery = z.infer<typeof Delivery>;

/** What `claim_deliveries` answers. */
export const ClaimDeliveriesAnswer = row(z.object({ deliveries: z.array(Delivery) }));
export type ClaimDeliveriesAnswer = z.infer<typeof ClaimDeliveriesAnswer>;

/** What `settle_delivery` answers. `failed`: given up. */
export const SettleDeliveryAnswer = row(
  z.object({ outcome: z.enum(["done", "queued", "failed", "delivery_unknown"]) }),
);
export type SettleDeliveryAnswer = z.infer<typeof SettleDeliveryAnswer>;
