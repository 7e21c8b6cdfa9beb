import * as z from "zod";
import { Role } from "../../contract/console/member.ts";
import { type CallSql, withSnakeKeys } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

const siteUnknown = z.object({ outcome: z.literal("site_unknown") });

/** What `list_members` answers. */
export const ListMembersAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    /** The most that the site's coach tokens can give; empty: the console is off. */
    roles: z.array(Role),
    members: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        roles: z.array(Role),
        status: z.enum(["active", "removed"]),
        last_seen_at: z.nullable(z.string()),
      }),
    ),
  }),
  siteUnknown,
]);
export type ListMembersAnswer = z.infer<typeof ListMembersAnswer>;

/** What `list_cohorts` answers. */
export const ListCohortsAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    cohorts: z.array(z.object({ id: z.uuid(), name: z.string(), learners: z.number() })),
  }),
  siteUnknown,
]);
export type ListCohortsAnswer = z.infer<typeof ListCohortsAnswer>;

/** What `import_roster` answers. */
export const ImportRosterAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("imported"), learners: z.number() }),
  siteUnknown,
]);
export type ImportRosterAnswer = z.infer<typeof ImportRosterAnswer>;

/** One learner as a host names one for its coaches. */
export interface RosterEntry {
  /** The hash that names the learner on the site. */
  readonly learnerKey: string;
  readonly name: string | null;
  /** By name; made where it is missing. */
  readonly cohort: string | null;
}

/** What a site's own backend may let people do in the console. */
export interface ConsoleSettings {
  readonly roles: readonly string[];
  readonly timeZone: string;
  readonly blindFirst: boolean;
}

/** The functions about who uses the console, and how learners are named there. */
export interface MemberAdministration {
  setConsole(
    change: Acting & { readonly site: string; readonly settings: ConsoleSettings },
  ): Promise<Outcome>;
  listMembers(site: string): Promise<ListMembersAnswer>;
  setMemberStatus(
    change: Acting & {
      readonly site: string;
      readonly memberId: string;
      readonly status: "active" | "removed";
    },
  ): Promise<Outcome>;
  listCohorts(site: string): Promise<ListCohortsAnswer>;
  importRoster(
    list: Acting & { readonly site: string; readonly entries: readonly RosterEntry[] },
  ): Promise<ImportRosterAnswer>;
}

/** Those functions, called by `call`. */
export function createMemberAdministration(call: CallSql): MemberAdministration {
  return {
    setConsole: ({ settings, ...rest }) =>
      call("set_console", { ...rest, settings: withSnakeKeys(settings) }, Outcome),
    listMembers: (site) => call("list_members", { site }, ListMembersAnswer),
    setMemberStatus: (change) => call("set_member_status", change, Outcome),
    listCohorts: (site) => call("list_cohorts", { site }, ListCohortsAnswer),
    importRoster: ({ entries, ...rest }) =>
      call("import_roster", { ...rest, entries: entries.map(withSnakeKeys) }, ImportRosterAnswer),
  };
}
