import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

/** What `set_webhook` answers. */
export const SetWebhookAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("updated"),
    site_id: z.string(),
    url: z.nullable(z.string()),
    kid: z.string(),
    /** True where the secret is a new one, which is shown now. */
    is_new: z.boolean(),
    earlier_until: z.nullable(z.string()),
  }),
  z.object({ outcome: z.enum(["site_unknown", "webhook_unknown", "url_invalid"]) }),
]);
export type SetWebhookAnswer = z.infer<typeof SetWebhookAnswer>;

/** The functions about what sites are told. */
export interface WebhookAdministration {
  /** `url` null without `rotate` switches the webhook off. */
  setWebhook(
    change: Acting & {
      readonly site: string;
      readonly url: string | null;
      readonly rotate: boolean;
      readonly overlapSeconds: number;
    },
  ): Promise<SetWebhookAnswer>;
}

/** Those functions, called by `call`. */
export function createWebhookAdministration(call: CallSql): WebhookAdministration {
  return {
    setWebhook: (change) => call("set_webhook", change, SetWebhookAnswer),
  };
}
