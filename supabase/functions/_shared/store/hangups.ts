import * as z from "zod";
import { row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** What `claim_hangups` answers. */
export const ClaimHangupsAnswer = row(
  z.object({
    hangups: z.array(
      row(z.object({ id: z.int(), providerCallId: z.string(), attempts: z.int().positive() })),
    ),
  }),
);
export type ClaimHangupsAnswer = z.infer<typeof ClaimHangupsAnswer>;

/** What `settle_hangup` answers. `failed`: given up after the last attempt. */
export const SettleHangupAnswer = row(
  z.object({ outcome: z.enum(["done", "queued", "failed", "hangup_unknown"]) }),
);
export type SettleHangupAnswer = z.infer<typeof SettleHangupAnswer>;

/** The functions about the queue of calls that the provider has yet to end. */
export interface HangupFunctions {
  claimHangups(batch: number, leaseSeconds: number): Promise<ClaimHangupsAnswer>;
  settleHangup(
    id: number,
    result: { readonly done: boolean; readonly error: string | null },
  ): Promise<SettleHangupAnswer>;
}

/** Those functions, called by `call`. */
export function createHangupFunctions(call: CallSql): HangupFunctions {
  return {
    claimHangups: (batch, leaseSeconds) =>
      call("claim_hangups", { batch, leaseSeconds }, ClaimHangupsAnswer),
    settleHangup: (id, { done, error }) =>
      call("settle_hangup", { id, done, error }, SettleHangupAnswer),
  };
}
