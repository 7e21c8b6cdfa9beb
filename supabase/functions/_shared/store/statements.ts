import * as z from "zod";
import { Instant, row } from "./answer-row.ts";
import { type CallSql, createCallSql, type SqlAddress } from "./call-sql.ts";
import { CLAIMED_DELIVERY, createDeliveryFunctions, type DeliveryFunctions } from "./deliveries.ts";

const Criterion = z.object({ id: z.string(), title: z.string(), level: z.nullable(z.number()) });
const Objective = z.object({ id: z.string(), text: z.string(), reached: z.boolean() });

const Score = z.object({
  /** 0 to 100. */
  total: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  passed: z.nullable(z.boolean()),
  criteria: z.array(Criterion),
  objectives: z.array(Objective),
});
/** What a practice was worth. */
export type Score = z.infer<typeof Score>;

const Practice = z.object({
  /** Whose accounts the subjects of learner tokens are. */
  homePage: z.string(),
  /** What the addresses of practices begin with. */
  activityBase: z.string(),
  endedAt: Instant,
  /** When it was queued. */
  at: Instant,
  result: z.object({
    ...Score.shape,
    sessionId: z.uuid(),
    sub: z.string(),
    scenario: z.object({
      id: z.string(),
      version: z.string(),
      title: z.string(),
      language: z.string(),
    }),
    attempt: z.nullable(z.number()),
    startedAt: Instant,
    completedAt: z.nullable(Instant),
    seconds: z.number(),
    status: z.string(),
    evidence: z.string(),
    reviewAdvised: z.boolean(),
    rehearsal: z.boolean(),
  }),
  /** The score that is taken back, and which delivery stated it. */
  was: z.optional(
    z.object({
      deliveryId: z.uuid(),
      /** Empty where it was itself a score taken back. */
      score: z.union([Score, z.object({}).transform(() => null)]),
    }),
  ),
});
/** A practice as statements are made of it. */
export type StatedPractice = z.infer<typeof Practice>;

const ClaimedStatements = row(
  z.object({
    ...CLAIMED_DELIVERY,
    event: z.enum(["practice.started", "practice.scored", "practice.corrected"]),
    payload: Practice,
    /** Null: the site keeps no records any more. */
    endpoint: z.nullable(z.string()),
    sealedCredentials: z.nullable(z.string()),
    /** Whether a later delivery states the score instead. */
    isSuperseded: z.boolean(),
  }),
);
/** What waits for a site's record store of one practice, leased to whoever claimed it. */
export type ClaimedStatements = z.infer<typeof ClaimedStatements>;

const ClaimStatementsAnswer = row(z.object({ deliveries: z.array(ClaimedStatements) }));
const PostponeAnswer = row(z.object({ outcome: z.literal("postponed") }));

/** The functions about statements for record stores. */
export interface StatementFunctions {
  /** Leases what waits for record stores, of each practice's score the oldest. */
  claimStatements(
    batch: number,
    leaseSeconds: number,
  ): Promise<z.infer<typeof ClaimStatementsAnswer>>;
  /** Lets what goes again wait so long at least. */
  postponeDelivery(id: string, seconds: number): Promise<z.infer<typeof PostponeAnswer>>;
}

/** All that telling record stores asks of the database. */
export type StatementStore = DeliveryFunctions & StatementFunctions;

/** Those functions over the database's RPC endpoint. */
export function createStatementStore(address: SqlAddress): StatementStore {
  return toStatementStore(createCallSql(address));
}

/** Those functions, called by `call`. */
export function toStatementStore(call: CallSql): StatementStore {
  return {
    ...createDeliveryFunctions(call),
    claimStatements: (batch, leaseSeconds) =>
      call("claim_deliveries", { channel: "lrs", batch, leaseSeconds }, ClaimStatementsAnswer),
    postponeDelivery: (id, seconds) => call("postpone_delivery", { id, seconds }, PostponeAnswer),
  };
}
