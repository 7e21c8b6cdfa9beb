import * as z from "zod";
import { outcome, row, Seconds, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** What `get_session_cost` answers. */
export const SessionCostAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** Millionths of a dollar. */
      microDollars: z.int().nonnegative(),
      /** Tokens and seconds by the units of the price table. */
      amounts: z.record(z.string(), z.number()),
      /** Models whose price is not known, so that the sum lacks them. */
      unpricedModels: z.array(z.string()),
      usedSeconds: Seconds,
    }),
    unknownSession,
  ]),
);
export type SessionCostAnswer = z.infer<typeof SessionCostAnswer>;

/** The functions about what the provider is paid. */
export interface CostFunctions {
  getSessionCost(sessionId: string): Promise<SessionCostAnswer>;
}

/** Those functions, called by `call`. */
export function createCostFunctions(call: CallSql): CostFunctions {
  return {
    getSessionCost: (sessionId) => call("get_session_cost", { sessionId }, SessionCostAnswer),
  };
}
