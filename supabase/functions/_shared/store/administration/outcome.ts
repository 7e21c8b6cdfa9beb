import * as z from "zod";

/** What functions answer that only do something or refuse it. */
export const Outcome = z.looseObject({ outcome: z.string() });
export type Outcome = z.infer<typeof Outcome>;

/** Who administers, as the audit trail writes it down. */
export interface Acting {
  readonly actor: string;
}
