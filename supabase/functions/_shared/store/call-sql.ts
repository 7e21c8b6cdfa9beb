import { createClient, type PostgrestError } from "@supabase/supabase-js";
import type * as z from "zod";
import { StoreError } from "./store-error.ts";

/** Calls one SQL function with named parameters and reads its answer by a schema. @throws {StoreError} */
export type CallSql = <Answer extends z.ZodType>(
  name: string,
  parameters: object,
  schema: Answer,
) => Promise<z.infer<Answer>>;

/** Where the database's API is, and the key that maps to `service_role`. */
export interface SqlAddress {
  readonly url: string;
  readonly secretKey: string;
  /** How long one call may take before it counts as unavailable; null: as long as it takes. */
  readonly timeoutMs?: number | null;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/** Both say that the transaction was undone, so that asking again is safe: serialization, deadlock. */
const UNDONE = new Set(["40001", "40P01"]);

/** Codes for arguments or calls that no function accepts: repeating them cannot help. */
const OUR_FAULT = /^(?:22|23|42|PGRST2)/;

/** The one client of the database: asks once more when the database undid a call, and reads the answer. */
export function createCallSql({
  url,
  secretKey,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: SqlAddress): CallSql {
  const client = createClient(url, secretKey, {
    // Nobody is signed in here: otherwise each call would ask for a session first.
    accessToken: () => Promise.resolve(null),
  });
  const ask = (
    name: string,
    parameters: Record<string, unknown>,
  ): PromiseLike<{ data: unknown; error: PostgrestError | null }> => {
    const asked = client.rpc(name, parameters);
    return timeoutMs === null ? asked : asked.abortSignal(AbortSignal.timeout(timeoutMs));
  };

  return async (name, parameters, schema) => {
    const named = toParameters(parameters);
    let { data, error } = await ask(name, named);
    if (error && UNDONE.has(error.code)) ({ data, error } = await ask(name, named));
    if (error) {
      const { code, message } = error;
      throw new StoreError(OUR_FAULT.test(code) ? "unexpected" : "unavailable", name, {
        message,
        sqlState: code,
        cause: error,
      });
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw new StoreError("unexpected", name, {
      message: "the database's answer has another shape than this version expects",
      cause: parsed.error,
    });
  };
}

/** Names parameters as SQL does, `sessionId` → `p_session_id`, with every text made storable. */
export function toParameters(parameters: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [`p_${toSnake(key)}`, toStorable(value)]),
  );
}

/** Names the keys of one object as SQL does. What lies deeper keeps its names. */
export function withSnakeKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toSnake(key), item]));
}

function toSnake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Postgres stores neither U+0000 nor half a surrogate pair, which JSON lets any caller send. */
function toStorable(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\uFFFD");
  if (Array.isArray(value)) return value.map(toStorable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(toStorable(key)), toStorable(item)]),
  );
}
