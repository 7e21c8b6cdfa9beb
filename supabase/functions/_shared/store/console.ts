import * as z from "zod";
import { AttemptDetail, AttemptRow } from "../contract/console/attempts.ts";
import {
  AuditRow,
  LearnerDetail,
  LearnerRow,
  Overview,
  ScenarioRow,
} from "../contract/console/learners.ts";
import { ConsoleMember, Role } from "../contract/console/member.ts";
import { Instant, outcome, row, Seconds } from "./answer-row.ts";
import { type CallSql, createCallSql, type SqlAddress, withSnakeKeys } from "./call-sql.ts";

/** Where a list goes on: after a row, or after so many. */
export const ListPlace = z.union([
  z.strictObject({ at: z.iso.datetime({ precision: 6 }), id: z.uuid() }),
  z.strictObject({ skip: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER) }),
]);
export type ListPlace = z.infer<typeof ListPlace>;

const listOf = <Item extends z.core.$ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(ListPlace), total: z.int() });

/** Why somebody is shown nothing. */
const refusedViewer = [
  z.object(outcome("session_unknown")),
  z.object({ ...outcome("role_missing"), roles: z.array(Role) }),
  z.object({ ...outcome("too_many_requests"), retryAfterSeconds: Seconds }),
  z.object(outcome("not_found")),
] as const;

const answerOf = <Answer extends z.core.$ZodType>(answer: Answer) =>
  row(z.discriminatedUnion("outcome", [z.object({ ...outcome("ok"), answer }), ...refusedViewer]));

const ANSWERS = {
  overview: answerOf(Overview),
  attempts: answerOf(listOf(AttemptRow)),
  attempt: answerOf(AttemptDetail),
  learners: answerOf(listOf(LearnerRow)),
  learner: answerOf(z.object({ ...LearnerDetail.shape, attempts: listOf(AttemptRow) })),
  scenarios: answerOf(listOf(ScenarioRow)),
  audit: answerOf(listOf(AuditRow)),
};

/** What the console can be asked for; each is a function `console_…` of the database. */
export type ConsoleView = keyof typeof ANSWERS;
/** What one of them answers. */
export type ConsoleAnswer = z.infer<(typeof ANSWERS)[ConsoleView]>;

/** What `open_console_session` answers. */
export const OpenConsoleAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("opened"), expiresAt: Instant, member: ConsoleMember }),
    z.object({ ...outcome("role_refused"), roles: z.array(Role) }),
    z.object({
      outcome: z.enum([
        ...(["site_unknown", "console_off", "cohort_unknown"] as const),
        ...(["token_used", "member_removed"] as const),
      ]),
    }),
  ]),
);
export type OpenConsoleAnswer = z.infer<typeof OpenConsoleAnswer>;

/** A member for whom a site's backend vouches. */
export interface VouchedMember {
  readonly embedKey: string;
  /** A keyed hash of what the site calls the member. */
  readonly subjectKey: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Names of cohorts beyond which nothing is shown; null: all that the member sees. */
  readonly cohorts: readonly string[] | null;
  readonly jti: string;
  /** ISO 8601. */
  readonly tokenExpiresAt: string;
  readonly tokenHash: string;
}

/** The functions behind the console. Each counts the request on the session, and finds out anew what its member sees. */
export interface ConsoleFunctions {
  openConsoleSession(member: VouchedMember): Promise<OpenConsoleAnswer>;
  closeConsoleSession(tokenHash: string): Promise<unknown>;
  readConsole(
    view: ConsoleView,
    query: Readonly<Record<string, unknown>> & { readonly sessionHash: string },
  ): Promise<ConsoleAnswer>;
}

/** Opens those functions over the database's RPC endpoint. */
export function createConsoleStore(address: SqlAddress): ConsoleFunctions {
  return createConsoleFunctions(createCallSql(address));
}

/** Those functions, called by `call`. */
export function createConsoleFunctions(call: CallSql): ConsoleFunctions {
  return {
    openConsoleSession: (member) =>
      call("open_console_session", { request: withSnakeKeys(member) }, OpenConsoleAnswer),
    closeConsoleSession: (tokenHash) =>
      call("close_console_session", { tokenHash }, z.object(outcome("closed"))),
    readConsole: (view, query) => {
      const answer: z.ZodType<ConsoleAnswer> = ANSWERS[view];
      return call(`console_${view}`, { query: withSnakeKeys(query) }, answer);
    },
  };
}
