import postgres, { type Sql } from "postgres";
import type { ApiRole, Caller } from "./caller.ts";
import { createFunctionLookup, type FunctionSignature } from "./function-signature.ts";
import { notServed, RestError } from "./rest-error.ts";
import { isConnectionLost, toRestError } from "./sql-error.ts";

const MAX_CONNECTIONS = 20;
const CONNECT_TIMEOUT_SECONDS = 5;
const RECONNECT_SECONDS = 0.2;
const SINGLE_OBJECT = "application/vnd.pgrst.object+json";

/**
 * A role's own `statement_timeout` acts at login only, and everybody logs in as `authenticator`:
 * so each call sets it. `service_role` has none of its own and keeps that of the login.
 */
const TIMEOUT_OF_ROLE: Readonly<Record<ApiRole, string>> = {
  anon: "3s",
  authenticated: "8s",
  service_role: "8s",
};

/** `POST /rest/v1/rpc/<name>`, the only part of PostgREST that the functions use. */
export interface RpcEndpoint {
  /** @throws {RestError} for whatever PostgREST would refuse, and 501 for what is not served. */
  readonly call: (name: string, request: Request, caller: Caller) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the endpoint on a pool that logs in as `authenticator`. Connections are made when needed,
 * so the database may come later, go and return: calls in between are refused with 503.
 */
export function createRpcEndpoint(databaseUrl: string): RpcEndpoint {
  const login = new URL(databaseUrl);
  login.username = "authenticator";
  const sql = postgres(login.href, {
    max: MAX_CONNECTIONS,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    backoff: () => RECONNECT_SECONDS,
    fetch_types: false,
    onnotice: () => undefined,
  });
  const functions = createFunctionLookup(sql);

  const call: RpcEndpoint["call"] = async (name, request, caller) => {
    assertServed(request);
    const given = await readArguments(request);
    try {
      const signature = await functions.find(name, Object.keys(given));
      const rows = await callAs(sql, caller, toStatement(name, signature, given));
      return toResponse(rows, signature, request.headers.get("accept") ?? "");
    } catch (error) {
      const refusal = toRestError(error, caller.role === "anon");
      if (refusal.code === "42883") functions.forget(name);
      throw refusal;
    }
  };
  return { call, close: () => sql.end({ timeout: 2 }) };
}

function assertServed(request: Request): void {
  const headers = request.headers;
  if (request.method !== "POST") throw notServed(`${request.method} on a function`);
  if (new URL(request.url).search !== "") throw notServed("A query on a function's result");
  if (/\bcount=/.test(headers.get("prefer") ?? "")) throw notServed("Prefer: count");
  for (const name of ["content-profile", "accept-profile"]) {
    const profile = headers.get(name) ?? "public";
    if (profile !== "public") throw notServed(`Schema ${profile}`);
  }
}

async function readArguments(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  const body = text.trim() === "" ? {} : parseJson(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new RestError(400, "PGRST102", {
      message: "Empty or invalid json",
      hint: "The body must be one JSON object whose members are the function's arguments.",
    });
  }
  return { ...body };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller refuses it together with whatever else is no object.
  }
}

interface Statement {
  readonly text: string;
  readonly parameters: readonly string[];
}

/** Postgres itself reads the JSON into the argument types and writes the result as JSON. */
function toStatement(
  name: string,
  signature: FunctionSignature,
  given: Readonly<Record<string, unknown>>,
): Statement {
  const used = signature.arguments.filter((argument) => argument.name in given);
  const columns = used.map(({ name: column, type }) => `${quote(column)} ${type}`);
  const named = used.map(({ name: column }) => `${quote(column)} => body.${quote(column)}`);
  const called = `public.${quote(name)}(${named.join(", ")}) as result`;
  const source =
    used.length === 0
      ? called
      : `json_to_record($1::text::json) as body(${columns.join(", ")}), lateral ${called}`;
  const column = signature.returnsVoid ? "null" : "to_json(result)::text";
  return {
    text: `select ${column} as json from ${source}`,
    parameters: used.length === 0 ? [] : [JSON.stringify(given)],
  };
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

type ResultRow = { readonly json: string | null };

/** One transaction as the caller's role. The settings are not awaited: they travel with the call. */
async function callAs(
  sql: Sql,
  caller: Caller,
  statement: Statement,
): Promise<readonly ResultRow[]> {
  return await sql.begin(async (transaction) => {
    const settings = transaction`select
      set_config('role', ${caller.role}, true),
      set_config('request.jwt.claims', ${JSON.stringify(caller.claims)}, true),
      set_config('search_path', 'public, extensions', true),
      set_config('statement_timeout', ${TIMEOUT_OF_ROLE[caller.role]}, true)`;
    const rows = transaction.unsafe<ResultRow[]>(statement.text, [...statement.parameters], {
      prepare: true,
    });
    try {
      const [, result] = await Promise.all([settings, rows]);
      return result;
    } catch (error) {
      if (isConnectionLost(error)) await connectionClosed();
      throw error;
    }
  });
}

/**
 * Never settles: the driver ends a transaction by itself when its connection closes, and would write
 * the rollback of an earlier error to a socket that is no more, which ends the whole process.
 */
function connectionClosed(): Promise<never> {
  return new Promise(() => undefined);
}

function toResponse(
  rows: readonly ResultRow[],
  signature: FunctionSignature,
  accept: string,
): Response {
  if (signature.returnsVoid) return new Response(null, { status: 204 });
  const values = rows.map((row) => row.json ?? "null");
  const [first] = values;
  const isSingle = accept.includes(SINGLE_OBJECT);
  if (!signature.returnsSet) return json(first ?? "null", isSingle);
  if (!isSingle) return json(`[${values.join(",")}]`, false);
  if (values.length === 1 && first !== undefined) return json(first, true);
  throw new RestError(406, "PGRST116", {
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${values.length} rows`,
  });
}

function json(body: string, isSingle: boolean): Response {
  const type = isSingle ? SINGLE_OBJECT : "application/json";
  return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
}
