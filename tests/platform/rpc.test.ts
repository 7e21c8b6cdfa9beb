import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { createKeys } from "../../demo/platform/keys.ts";
import { startTestDatabase, type TestDatabase } from "../kit/database/test-database.ts";
import { startTestGateway, type TestGateway } from "../kit/stack/test-gateway.ts";

/** One function for each way to be called and to answer; all but `for_service` are open to anon. */
const FUNCTIONS = `
  create function public.add(p_left int, p_right int default 10) returns int
    language sql as 'select p_left + p_right';
  create function public.echo(p_value jsonb) returns jsonb language sql as 'select p_value';
  create function public.describe(p_name text) returns table (name text, size int)
    language sql as 'select p_name, length(p_name)';
  create function public.letters(p_word text) returns setof text
    language sql as $$select unnest(string_to_array(nullif(p_word, ''), null))$$;
  create function public.point(out x int, out y int) language sql as 'select 1, 2';
  create function public.nothing() returns void language sql as '';
  create function public.whoami() returns jsonb language sql as $$
    select jsonb_build_object('role', current_user, 'claims', auth.jwt(), 'uid', auth.uid(),
      'path', current_setting('search_path'), 'timeout', current_setting('statement_timeout'))$$;
  create function public.twice(p int) returns int language sql as 'select 1';
  create function public.twice(p text) returns int language sql as 'select 2';
  create function public.wait(p_seconds float) returns void language sql as 'select pg_sleep(p_seconds)';
  create function public.fail(p_state text) returns void language plpgsql as $$
    begin raise exception 'as asked' using errcode = p_state, detail = 'the detail', hint = 'the hint'; end $$;
  create function public.for_service() returns jsonb language sql as $$select '{"ok": true}'::jsonb$$;
  revoke execute on function public.for_service() from public, anon, authenticated;
  grant execute on function public.for_service() to service_role;`;

/** A client as the functions make it. */
const connect = (url: string, key: string) =>
  createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });

let database: TestDatabase;
let gateway: TestGateway;
let service: ReturnType<typeof connect>;
let anon: ReturnType<typeof connect>;

before(async () => {
  database = await startTestDatabase({ migrations: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(FUNCTIONS);
  await sql.end();
  gateway = await startTestGateway(database.url);
  service = connect(gateway.url, gateway.keys.secretKey);
  anon = connect(gateway.url, gateway.keys.publishableKey);
});

after(async () => {
  await gateway.stop();
  await database.stop();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post(
  name: string,
  body: unknown,
  headers: Record<string, string> = { apikey: gateway.keys.secretKey },
): Promise<Answer> {
  const response = await fetch(`${gateway.url}/rest/v1/rpc/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function as(claims: Record<string, unknown>, expiresAt?: string): Promise<Answer> {
  const token = await gateway.sign(claims, expiresAt);
  return post(
    "whoami",
    {},
    {
      apikey: gateway.keys.publishableKey,
      authorization: `Bearer ${token}`,
    },
  );
}

function codeOf(answer: Answer): unknown {
  return typeof answer.body === "object" && answer.body !== null && "code" in answer.body
    ? answer.body.code
    : undefined;
}

test("rpc returns scalars, and defaults fill what is not given", async () => {
  assert.equal((await service.rpc("add", { p_left: 1, p_right: 2 })).data, 3);
  assert.equal((await service.rpc("add", { p_left: 1 })).data, 11);
});

test("rpc hands JSON through unchanged when it is nested, empty or null", async () => {
  for (const value of [{ a: [1, "é", null], b: { c: true } }, [], {}, "text", 0, false, null]) {
    const answer = await service.rpc("echo", { p_value: value });
    assert.equal(answer.error, null);
    assert.deepEqual(answer.data, value);
  }
});

test("rpc returns an array for a set, and an object for a record", async () => {
  assert.deepEqual((await service.rpc("describe", { p_name: "abc" })).data, [
    { name: "abc", size: 3 },
  ]);
  assert.deepEqual((await service.rpc("letters", { p_word: "ab" })).data, ["a", "b"]);
  assert.deepEqual((await service.rpc("letters", { p_word: "" })).data, []);
  assert.deepEqual((await service.rpc("point")).data, { x: 1, y: 2 });
});

test("rpc answers 204 when the function returns void", async () => {
  const answer = await service.rpc("nothing");
  assert.deepEqual([answer.status, answer.data, answer.error], [204, null, null]);
});

test("single() returns the row when there is one, and 406 PGRST116 otherwise", async () => {
  const one = await service.rpc("describe", { p_name: "abc" }).single();
  assert.deepEqual(one.data, { name: "abc", size: 3 });
  const none = await service.rpc("letters", { p_word: "" }).single();
  assert.deepEqual([none.status, none.error?.code], [406, "PGRST116"]);
  const many = await service.rpc("letters", { p_word: "ab" }).single();
  assert.deepEqual([many.status, many.error?.code], [406, "PGRST116"]);
});

test("rpc runs as the role of the key, with its claims, path and timeout", async () => {
  assert.deepEqual((await service.rpc("whoami")).data, {
    role: "service_role",
    claims: { role: "service_role" },
    uid: null,
    path: "public, extensions",
    timeout: "8s",
  });
  const asAnon: unknown = (await anon.rpc("whoami")).data;
  assert.partialDeepStrictEqual(asAnon, { role: "anon", timeout: "3s" });
});

test("rpc runs as authenticated when a user token comes with the publishable key", async () => {
  const { status, body } = await as({ role: "authenticated" });
  assert.equal(status, 200);
  assert.partialDeepStrictEqual(body, {
    role: "authenticated",
    uid: "00000000-0000-0000-0000-00000000000a",
    timeout: "8s",
  });
});

test("rpc answers 401 when the key is missing or wrong", async () => {
  assert.equal((await post("whoami", {}, {})).status, 401);
  assert.equal((await post("whoami", {}, { apikey: "sb_secret_wrong" })).status, 401);
  const bearerAlone = { authorization: `Bearer ${gateway.keys.secretKey}` };
  assert.equal((await post("whoami", {}, bearerAlone)).status, 401);
});

test("rpc answers 401 when the token is expired, foreign, unsigned or no token", async () => {
  const expired = await as({ role: "authenticated" }, "-1m");
  assert.deepEqual([expired.status, codeOf(expired)], [401, "PGRST303"]);
  const [header = "", payload = "", signature = ""] = (
    await gateway.sign({ role: "authenticated" })
  ).split(".");
  const forgedPayload = Buffer.from('{"role":"service_role"}').toString("base64url");
  const unsignedHeader = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  const foreign = await createKeys();
  const tokens = [
    `${header}.${forgedPayload}.${signature}`,
    `${unsignedHeader}.${payload}.`,
    "nonsense",
    foreign.secretKey,
  ];
  for (const token of tokens) {
    const answer = await post(
      "whoami",
      {},
      {
        apikey: gateway.keys.publishableKey,
        authorization: `Bearer ${token}`,
      },
    );
    assert.deepEqual([answer.status, codeOf(answer)], [401, "PGRST301"], token);
  }
});

test("rpc answers 403 when a valid token claims a role outside of the three", async () => {
  for (const role of ["postgres", "supabase_admin", "authenticator", "none", "", 7, { a: 1 }]) {
    const answer = await as({ role });
    assert.deepEqual([answer.status, codeOf(answer)], [403, "42501"], JSON.stringify(role));
  }
});

test("rpc answers 401 to anon and 403 to users when EXECUTE is not granted", async () => {
  assert.deepEqual((await service.rpc("for_service")).data, { ok: true });
  const refused = await anon.rpc("for_service");
  assert.deepEqual([refused.status, refused.error?.code], [401, "42501"]);
  const user = await post(
    "for_service",
    {},
    {
      apikey: gateway.keys.publishableKey,
      authorization: `Bearer ${await gateway.sign({ role: "authenticated" })}`,
    },
  );
  assert.deepEqual([user.status, codeOf(user)], [403, "42501"]);
});

test("rpc answers 404 PGRST202 when name or arguments fit no function", async () => {
  const calls: [string, object][] = [
    ["absent", {}],
    ["add", {}],
    ["add", { p_left: 1, p_other: 2 }],
    ["pg_sleep", { seconds: 1 }],
    ['add"; drop function public.add --', { p_left: 1 }],
  ];
  for (const [name, parameters] of calls) {
    const { status, error } = await service.rpc(name, parameters);
    assert.deepEqual([status, error?.code], [404, "PGRST202"], name);
  }
});

test("rpc answers 300 PGRST203 when overloads fit alike", async () => {
  const answer = await post("twice", { p: 1 });
  assert.deepEqual([answer.status, codeOf(answer)], [300, "PGRST203"]);
});

test("rpc answers 400 when the body is no JSON object", async () => {
  for (const body of ["{", "[]", "null", '"text"', "7"]) {
    const answer = await post("add", body);
    assert.deepEqual([answer.status, codeOf(answer)], [400, "PGRST102"], body);
  }
  assert.equal((await post("add", { p_left: "no number" })).status, 400);
  assert.equal((await post("nothing", "")).status, 204);
});

test("rpc takes the status of an error from its SQLSTATE", async () => {
  const expected: Record<string, number> = {
    P0001: 400,
    PT418: 418,
    "21000": 400,
    "22023": 400,
    "23505": 409,
    "23503": 409,
    "23514": 400,
    "25006": 405,
    "28000": 403,
    "40001": 500,
    "40P01": 500,
    "42883": 404,
    "42P01": 404,
    "42P17": 500,
    "53300": 503,
    "54000": 500,
    P0002: 500,
    XX000: 500,
  };
  for (const [state, status] of Object.entries(expected)) {
    const answer = await post("fail", { p_state: state });
    assert.deepEqual(answer, {
      status,
      body: { code: state, message: "as asked", details: "the detail", hint: "the hint" },
    });
  }
});

test("rpc ends a call of anon after the three seconds of that role", async () => {
  const startedAtMs = performance.now();
  const { status, error } = await anon.rpc("wait", { p_seconds: 6 });
  assert.deepEqual([status, error?.code], [500, "57014"]);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  assert.ok(seconds > 2.5 && seconds < 5.5, `${seconds} s`);
});

test("rpc finds a function again when it was replaced by one with other arguments", async () => {
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(
    "create function public.changing(p_old int) returns int language sql as 'select 1'",
  );
  assert.equal((await service.rpc("changing", { p_old: 1 })).data, 1);
  await sql.unsafe(`drop function public.changing(int);
    create function public.changing(p_new int) returns int language sql as 'select 2'`);
  await sql.end();
  assert.equal((await service.rpc("changing", { p_old: 1 })).status, 404);
  assert.equal((await service.rpc("changing", { p_new: 1 })).data, 2);
});

test("the data API answers 501 to all that is not rpc, instead of imitating it", async () => {
  const headers = { apikey: gateway.keys.secretKey };
  const ask = async (path: string, method = "GET"): Promise<number> =>
    (await fetch(gateway.url + path, { method, headers })).status;
  assert.equal((await service.from("sites").select()).status, 501);
  assert.equal((await service.schema("coach").rpc("whoami")).status, 501);
  assert.equal((await service.rpc("whoami", {}, { get: true })).status, 501);
  assert.equal((await service.rpc("describe", { p_name: "a" }, { count: "exact" })).status, 501);
  assert.equal((await service.rpc("describe", { p_name: "a" }).limit(1)).status, 501);
  assert.equal(await ask("/auth/v1/token", "POST"), 501);
  assert.equal(await ask("/storage/v1/bucket"), 501);
});

test("the gateway publishes the keys that verify user tokens, and no private part", async () => {
  const response = await fetch(`${gateway.url}/auth/v1/.well-known/jwks.json`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), gateway.keys.jwks);
  assert.equal(JSON.stringify(gateway.keys.jwks).includes('"d"'), false);
});

test("rpc answers 503 while Postgres is away and works again when it is back", async () => {
  const away = await startTestDatabase({ migrations: false });
  const second = await startTestGateway(away.url);
  const client = connect(second.url, second.keys.secretKey);
  try {
    const sql = postgres(away.url, { max: 1, onnotice: () => undefined });
    await sql.unsafe(
      "create function public.wait() returns void language sql as 'select pg_sleep(5)'",
    );
    await sql.end();
    const ask = async (name = "absent"): Promise<number> => (await client.rpc(name)).status;
    assert.equal(await ask(), 404);
    const underWay = Promise.all(Array.from({ length: 5 }, () => ask("wait")));
    await callsRunning(away.adminUrl, 5);
    await away.pause();
    assert.deepEqual(await underWay, [503, 503, 503, 503, 503]);
    assert.equal(await ask(), 503);
    await away.resume();
    const again = await Promise.all(Array.from({ length: 10 }, () => ask()));
    assert.deepEqual(again, Array(10).fill(404));
    assert.doesNotMatch(second.log(), /uncaught|unhandled/);
  } finally {
    await second.stop();
    await away.stop();
  }
});

/** Waits until that many calls sleep in the database. */
async function callsRunning(adminUrl: string, count: number): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  for (let running = 0; running < count;) {
    const rows = await sql`select from pg_stat_activity where wait_event = 'PgSleep'`;
    running = rows.length;
  }
  await sql.end();
}
