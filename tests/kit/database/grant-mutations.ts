import { globSync, readFileSync } from "node:fs";
import type { Sql } from "postgres";
import { PROJECT_FOLDER } from "../../../demo/platform/project-paths.ts";
import { runPgtapText, type TapResult } from "./pgtap.ts";

/** The opposite of one rule that the schema states. */
export interface GrantMutation {
  /** The rule, as far as it is turned round: one object, one role. */
  readonly rule: string;
  readonly statement: string;
}

/** Roles that a rule may name; anything else is a mistake. */
const ROLES = ["public", "anon", "authenticated", "service_role"];

/**
 * Reads every grant, revoke and row security switch out of the schema and turns each round, one
 * object and one role at a time: what was revoked is granted, what was granted is revoked. A call of
 * `coach.expose` states four rules a function.
 */
export function listGrantMutations(): GrantMutation[] {
  const files = globSync("supabase/schemas/*.sql", { cwd: PROJECT_FOLDER }).sort();
  const text = files.map((file) => readFileSync(PROJECT_FOLDER + file, "utf8")).join("\n");
  const mutations = toStatements(text).flatMap(turnRound);
  // Two places may state the same rule: turned round once is enough.
  return [...new Map(mutations.map((mutation) => [mutation.statement, mutation])).values()];
}

/**
 * Runs the grants suite with one rule turned round.
 *
 * @returns "caught" when the suite fails, "missed" when it stays green, and "idle" when the rule no
 * longer stands, because its object is gone or the statement changes nothing.
 */
export async function tryMutation(
  sql: Sql,
  suite: string,
  mutation: GrantMutation,
): Promise<"caught" | "missed" | "idle"> {
  if (await changesNothing(sql, mutation)) return "idle";
  let result: TapResult;
  try {
    result = await runPgtapText(sql, suite, mutation.statement);
  } catch (error) {
    await sql`rollback`.simple();
    throw new Error(`the suite did not run with ${mutation.statement}`, { cause: error });
  }
  return result.failures.length > 0 ? "caught" : "missed";
}

/** Compares all rights before and after, in a transaction of its own. */
async function changesNothing(sql: Sql, { statement }: GrantMutation): Promise<boolean> {
  const gone = "42883 42P01 42704 3F000";
  await sql`begin`.simple();
  try {
    const before = await fingerprint(sql);
    await sql.unsafe(statement).simple();
    return before === (await fingerprint(sql));
  } catch (error) {
    if (error instanceof Error && "code" in error && gone.includes(String(error.code))) return true;
    throw error;
  } finally {
    await sql`rollback`.simple();
  }
}

async function fingerprint(sql: Sql): Promise<string> {
  const rows = await sql<{ state: string }[]>`
    select md5(string_agg(line, E'\n' order by line)) as state from (
      select 'f' || oid || coalesce(proacl::text, '-') as line from pg_proc
        where pronamespace in (select oid from pg_namespace where nspname in ('coach', 'public'))
      union all
      select 'r' || oid || coalesce(relacl::text, '-') || relrowsecurity from pg_class
        where relnamespace = 'coach'::regnamespace
      union all
      select 'a' || attrelid || '.' || attnum || attacl::text from pg_attribute
        where attacl is not null and attrelid in (
          select oid from pg_class where relnamespace = 'coach'::regnamespace)
      union all
      select 't' || oid || coalesce(typacl::text, '-') from pg_type
        where typnamespace = 'coach'::regnamespace
      union all
      select 'n' || oid || coalesce(nspacl::text, '-') from pg_namespace where nspname in ('coach', 'public')
      union all
      select 'd' || defaclnamespace || defaclobjtype::text || defaclacl::text from pg_default_acl
    ) as rights`;
  return rows[0]?.state ?? "";
}

/** Statements outside of function bodies and comments. */
function toStatements(text: string): string[] {
  return text
    .replaceAll(/\$\$[\s\S]*?\$\$/g, "''")
    .replaceAll(/--[^\n]*/g, "")
    .split(";")
    .map((statement) => statement.replaceAll(/\s+/g, " ").trim())
    .filter((statement) => statement !== "");
}

function turnRound(statement: string): GrantMutation[] {
  const [, table] = /^alter table (\S+) enable row level security$/i.exec(statement) ?? [];
  if (table !== undefined) {
    return [{ rule: statement, statement: `alter table ${table} disable row level security` }];
  }
  if (statement.startsWith("select coach.expose(")) {
    return toExposingRules(statement).flatMap(turnRound);
  }
  const rule =
    /^(alter default privileges (?:in schema \w+ )?)?(grant|revoke) (.+?) on (.+?) (?:to|from) ([a-z_, ]+)$/i.exec(
      statement,
    );
  if (rule !== null) return turnRuleRound(rule);
  if (/^(grant|revoke|alter default privileges|create policy)/i.test(statement)) {
    throw new Error(`a rule that this does not read: ${statement}`);
  }
  return [];
}

function turnRuleRound(rule: RegExpExecArray): GrantMutation[] {
  const [, defaults = "", verb = "", privileges = "", target = "", roles = ""] = rule;
  return toObjects(target).flatMap((object) =>
    splitList(roles).flatMap((role) => {
      if (!ROLES.includes(role)) throw new Error(`unknown role ${role} in: ${rule[0]}`);
      return splitList(privileges).map((privilege) => {
        const subject = `${privilege} on ${object}`;
        const granted = `${defaults}grant ${subject} to ${role}`;
        const revoked = `${defaults}revoke ${subject} from ${role}`;
        return verb.toLowerCase() === "grant"
          ? { rule: granted, statement: revoked }
          : { rule: revoked, statement: granted };
      });
    }),
  );
}

/** What `coach.expose` does to each function that it is given. */
function toExposingRules(statement: string): string[] {
  return [...statement.matchAll(/'([^']+)'/g)].flatMap(([, name = ""]) => [
    `revoke execute on function ${name} from public, anon, authenticated`,
    `grant execute on function ${name} to service_role`,
  ]);
}

/** `function a(int, int), b()` → `function a(int, int)`, `function b()`; a table needs no word. */
function toObjects(target: string): string[] {
  const [, kind = "", list = ""] =
    /^((?:function|table|schema|type|sequence) )?(.+)$/i.exec(target) ?? [];
  return splitList(list).map((name) => `${kind}${name}`);
}

/** Splits at commas that no parenthesis encloses. */
function splitList(list: string): string[] {
  return list.split(/,(?![^(]*\))/).map((item) => item.trim());
}
