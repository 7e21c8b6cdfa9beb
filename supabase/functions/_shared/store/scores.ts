import * as z from "zod";
import { row } from "./answer-row.ts";
import { type CallSql, createCallSql, type SqlAddress } from "./call-sql.ts";
import { CLAIMED_DELIVERY, createDeliveryFunctions, type DeliveryFunctions } from "./deliveries.ts";
import { createLtiFunctions, type LtiFunctions } from "./lti.ts";

const Course = row(
  z.object({
    platformId: z.uuid(),
    clientId: z.string(),
    tokenUrl: z.string(),
    /** What a request for a token names as its audience. */
    tokenAudience: z.string(),
    /** What the platform allows this tool at this place. */
    scopes: z.array(z.string()),
    /** The learner as the platform names one. */
    subject: z.string(),
    /** The column of the gradebook; null where it has to be looked for. */
    lineItem: z.nullable(z.string()),
    lineItems: z.nullable(z.string()),
    /** Whether that column was looked for, instead of named by the launch. */
    isOwnLineItem: z.boolean(),
    resourceLinkId: z.string(),
  }),
);
/** A place of a course, and the learner there. */
export type Course = z.infer<typeof Course>;

const Grade = z.object({
  sessionId: z.uuid(),
  /** 0 to 100. */
  score: z.number(),
  /** What the platform has of us. A lower score corrects it. */
  was: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  title: z.string(),
  locale: z.string(),
  submittedAt: z.nullable(z.string()),
  /** When the score says it was given: the same over all attempts. */
  timestamp: z.string(),
});
/** What a course is to be told of a learner. */
export type Grade = z.infer<typeof Grade>;

const ClaimedScore = row(
  z.object({
    ...CLAIMED_DELIVERY,
    /** `null`: the course has no less already. */
    payload: z.union([Grade, z.object({ timestamp: z.optional(z.never()) }).transform(() => null)]),
    /** Null: platform or learner is gone. */
    course: z.nullable(Course),
  }),
);
/** A score that waits for its course, leased to whoever claimed it. */
export type ClaimedScore = z.infer<typeof ClaimedScore>;

const ClaimScoresAnswer = row(z.object({ deliveries: z.array(ClaimedScore) }));
const RenewTimeAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("renewed"), timestamp: z.string() }),
    z.object({ outcome: z.literal("delivery_unknown") }),
  ]),
);
const LeaseLineItemAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("found"), url: z.string() }),
    z.object({ outcome: z.enum(["leased", "busy", "delivery_unknown"]) }),
  ]),
);
const KeepLineItemAnswer = row(z.object({ outcome: z.literal("kept") }));

/** The functions about scores for courses. */
export interface ScoreFunctions {
  /** Leases scores that wait for courses, of each learner at a place the oldest. */
  claimScores(batch: number, leaseSeconds: number): Promise<z.infer<typeof ClaimScoresAnswer>>;
  /** Another time for a score whose platform has a newer one. */
  renewScoreTime(id: string): Promise<z.infer<typeof RenewTimeAnswer>>;
  /** Lets one caller look for the column of a gradebook. */
  leaseLtiLineItem(id: string, leaseSeconds: number): Promise<z.infer<typeof LeaseLineItemAnswer>>;
  /** Keeps the column that was found; null lets the next caller look again. */
  keepLtiLineItem(id: string, url: string | null): Promise<z.infer<typeof KeepLineItemAnswer>>;
}

/** Those functions, called by `call`. */
export function createScoreFunctions(call: CallSql): ScoreFunctions {
  return {
    claimScores: (batch, leaseSeconds) =>
      call("claim_deliveries", { channel: "ags", batch, leaseSeconds }, ClaimScoresAnswer),
    renewScoreTime: (id) => call("renew_score_time", { id }, RenewTimeAnswer),
    leaseLtiLineItem: (id, leaseSeconds) =>
      call("lease_lti_line_item", { id, leaseSeconds }, LeaseLineItemAnswer),
    keepLtiLineItem: (id, url) => call("keep_lti_line_item", { id, url }, KeepLineItemAnswer),
  };
}

/** All that delivering scores asks of the database. */
export type ScoreStore = DeliveryFunctions & ScoreFunctions & Pick<LtiFunctions, "listLtiKeys">;

/** Those functions over the database's RPC endpoint. */
export function createScoreStore(address: SqlAddress): ScoreStore {
  return toScoreStore(createCallSql(address));
}

/** Those functions, called by `call`. */
export function toScoreStore(call: CallSql): ScoreStore {
  const lti = createLtiFunctions(call);
  return {
    ...createDeliveryFunctions(call),
    ...createScoreFunctions(call),
    listLtiKeys: () => lti.listLtiKeys(),
  };
}
