import { createClient } from "@supabase/supabase-js";
import type { z } from "zod";
import { CommandError } from "./command.ts";

/** Calls a SQL door by name and reads its answer. */
export type Doors = <Schema extends z.ZodType>(
  door: string,
  parameters: Readonly<Record<string, unknown>>,
  schema: Schema,
) => Promise<z.infer<Schema>>;

/** Where the project is, and the secret key that opens its doors. */
export interface ProjectAddress {
  readonly url: string;
  readonly secretKey: string;
}

interface RestFailure {
  readonly code?: string;
  readonly message: string;
}

/** The transaction was undone: asking again is safe. */
const UNDONE = ["40001", "40P01"];

/** Opens the doors of a project. They throw {@link CommandError} with the remedy where it refuses. */
export function createDoors({ url, secretKey }: ProjectAddress): Doors {
  const client = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const ask = async (door: string, parameters: Readonly<Record<string, unknown>>) => {
    const answer: { readonly data: unknown; readonly error: RestFailure | null } = await client.rpc(
      door,
      parameters,
    );
    return answer;
  };
  return async (door, parameters, schema) => {
    let { data, error } = await ask(door, parameters);
    if (UNDONE.includes(error?.code ?? "")) ({ data, error } = await ask(door, parameters));
    if (error !== null) throw toCommandError(error, door, url);
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw new CommandError(
      `The database's ${door} answers in another form than this version expects. ` +
        "Apply the migrations of this version: npx supabase db push.",
    );
  };
}

function toCommandError({ code = "", message }: RestFailure, door: string, url: string) {
  if (code === "PGRST202") {
    return new CommandError(
      `The project at ${url} has no ${door}. Apply the migrations: npx supabase db push.`,
    );
  }
  if (code.startsWith("22") || code.startsWith("23")) {
    return new CommandError(`The database refuses that: ${message}.`);
  }
  if (/invalid api key/i.test(message) || code.startsWith("PGRST3") || code === "42501") {
    return new CommandError(
      `The project at ${url} does not accept the key. Set SUPABASE_SECRET_KEYS to its secret keys.`,
    );
  }
  return new CommandError(
    `The project at ${url} cannot be asked (${message}). Check SUPABASE_URL, then try again.`,
  );
}
