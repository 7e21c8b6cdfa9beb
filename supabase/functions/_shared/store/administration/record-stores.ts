import * as z from "zod";
import { type CallSql, withSnakeKeys } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

/** What `set_record_store` answers. */
export const SetRecordStoreAnswer = z.object({
  outcome: z.enum(["updated", "site_unknown", "url_invalid"]),
});
export type SetRecordStoreAnswer = z.infer<typeof SetRecordStoreAnswer>;

const KeptRecordStore = z.object({
  outcome: z.literal("ok"),
  site_id: z.string(),
  endpoint: z.string(),
  home_page: z.string(),
  activity_base: z.string(),
  sealed_credentials: z.string(),
  updated_at: z.string(),
  has_results: z.boolean(),
  token_mode: z.enum(["none", "optional", "required"]),
  pending: z.number(),
  failed: z.number(),
  last_error: z.nullable(z.string()),
});
/** A site's record store, how what goes there fares, and whether there is anything to tell. */
export type KeptRecordStore = z.infer<typeof KeptRecordStore>;

/** What `find_record_store` answers. */
export const FindRecordStoreAnswer = z.discriminatedUnion("outcome", [
  KeptRecordStore,
  z.object({ outcome: z.enum(["site_unknown", "store_unknown"]) }),
]);
export type FindRecordStoreAnswer = z.infer<typeof FindRecordStoreAnswer>;

/** What `remove_record_store` answers. */
export const RemoveRecordStoreAnswer = z.object({
  outcome: z.enum(["removed", "site_unknown", "store_unknown"]),
});
export type RemoveRecordStoreAnswer = z.infer<typeof RemoveRecordStoreAnswer>;

/** The functions about where sites keep learning records. */
export interface RecordStoreAdministration {
  setRecordStore(
    change: Acting & {
      readonly site: string;
      readonly store: {
        readonly endpoint: string;
        readonly homePage: string;
        readonly activityBase: string;
        readonly sealedCredentials: string;
      };
    },
  ): Promise<SetRecordStoreAnswer>;
  findRecordStore(site: string): Promise<FindRecordStoreAnswer>;
  removeRecordStore(chosen: Acting & { readonly site: string }): Promise<RemoveRecordStoreAnswer>;
}

/** Those functions, called by `call`. */
export function createRecordStoreAdministration(call: CallSql): RecordStoreAdministration {
  return {
    setRecordStore: ({ store, ...rest }) =>
      call("set_record_store", { ...rest, store: withSnakeKeys(store) }, SetRecordStoreAnswer),
    findRecordStore: (site) => call("find_record_store", { site }, FindRecordStoreAnswer),
    removeRecordStore: (chosen) => call("remove_record_store", chosen, RemoveRecordStoreAnswer),
  };
}
