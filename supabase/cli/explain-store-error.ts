import * as z from "zod";
import type { StoreError } from "../functions/_shared/store/store-error.ts";
import { CommandError } from "./command.ts";

/** Says what a person at the terminal can do where the database of the project at `url` gave no answer. */
export function explainStoreError(error: StoreError, url: string): CommandError {
  return new CommandError(toSentence(error, url), 1, { cause: error });
}

function toSentence({ sqlFunction, sqlState, reason, cause }: StoreError, url: string): string {
  if (cause instanceof z.ZodError) {
    return (
      `The database's ${sqlFunction} answers in another form than this version expects. ` +
      "Apply the migrations of this version: npx supabase db push."
    );
  }
  if (sqlState === "PGRST202") {
    return `The project at ${url} has no ${sqlFunction}. Apply the migrations: npx supabase db push.`;
  }
  if (/^2[23]/.test(sqlState ?? "")) return toRefusal(reason);
  if (
    /invalid api key/i.test(reason) ||
    sqlState?.startsWith("PGRST3") === true ||
    sqlState === "42501"
  ) {
    return `The project at ${url} does not accept the key. Set SUPABASE_SECRET_KEYS to its secret keys.`;
  }
  return `The project at ${url} cannot be asked (${reason}). Check SUPABASE_URL, then try again.`;
}

/** Postgres names the rule that was broken, `sites_name_check`; a person is told what it is about. */
function toRefusal(reason: string): string {
  const [, table, rule] = /check constraint "([a-z]+)_(\w+?)_check\d*"/.exec(reason) ?? [];
  if (table !== undefined && rule !== undefined) {
    return `The database takes no such ${rule.replaceAll("_", " ")} (${table}). Nothing was changed.`;
  }
  return `The database refuses that: ${reason}.`;
}
