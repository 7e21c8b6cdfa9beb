import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

/** What `list_organizations` answers. */
export const OrganizationsAnswer = z.object({
  organizations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      month_seconds: z.number(),
      retention_days: z.number(),
      created_at: z.string(),
      sites: z.number(),
      used_this_month: z.number(),
    }),
  ),
});
export type OrganizationsAnswer = z.infer<typeof OrganizationsAnswer>;

/** The functions about who pays. */
export interface OrganizationAdministration {
  listOrganizations(): Promise<OrganizationsAnswer>;
  /** Creates the organization, or changes those of its settings that are given, under the names of SQL. */
  saveOrganization(
    change: Acting & { readonly name: string; readonly settings: Readonly<Record<string, number>> },
  ): Promise<Outcome>;
  renameOrganization(
    change: Acting & { readonly name: string; readonly newName: string },
  ): Promise<Outcome>;
  /** Removes an organization that has neither site nor scenario. */
  deleteOrganization(named: Acting & { readonly name: string }): Promise<Outcome>;
}

/** Those functions, called by `call`. */
export function createOrganizationAdministration(call: CallSql): OrganizationAdministration {
  return {
    listOrganizations: () => call("list_organizations", {}, OrganizationsAnswer),
    saveOrganization: (change) => call("save_organization", change, Outcome),
    renameOrganization: (change) => call("rename_organization", change, Outcome),
    deleteOrganization: (named) => call("delete_organization", named, Outcome),
  };
}
