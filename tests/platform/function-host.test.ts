import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestGateway, type TestGateway } from "../kit/stack/test-gateway.ts";

const FUNCTIONS = {
  echo: `export default { fetch: async (request: Request) => Response.json({
    path: new URL(request.url).pathname, search: new URL(request.url).search,
    method: request.method, body: await request.text(),
    forwarded: request.headers.get("x-forwarded-for"), greeting: Deno.env.get("GREETING"),
    url: Deno.env.get("SUPABASE_URL"), secrets: Object.keys(JSON.parse(Deno.env.get("SUPABASE_SECRET_KEYS")!)),
  }, { headers: { "x-own": "yes" } }) };`,
  throwing: `export default { fetch: () => { throw new Error("the secret is 42"); } };`,
  rejecting: `export default { fetch: () => Promise.reject(new Error("the secret is 42")) };`,
  careless: `export default { fetch: () => {
    void Promise.reject(new Error("nobody waits for this"));
    setTimeout(() => { throw new Error("nor for that"); }, 0);
    return new Response("fine");
  } };`,
  later: `let done = 0;
    declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void };
    export default { fetch: (request: Request) => {
      if (request.method === "GET") return new Response(String(done));
      EdgeRuntime.waitUntil(new Promise((resolve) => setTimeout(resolve, 300)).then(() => {
        console.log("background work is done"); done += 1; }));
      EdgeRuntime.waitUntil(Promise.reject(new Error("background trouble")));
      return new Response("accepted");
    } };`,
  _shared: `throw new Error("shared code is no function");`,
};

/** Nobody listens there: these tests need no database. */
const NO_DATABASE = "postgresql://postgres:postgres@127.0.0.1:1/postgres";

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway(NO_DATABASE, FUNCTIONS);
});
after(() => gateway.stop());

test("the gateway strips /functions/v1 and hands the request over unchanged", async () => {
  const response = await fetch(`${gateway.url}/functions/v1/echo/a/b%20c?d=1`, {
    method: "POST",
    body: "hello",
    headers: { "x-forwarded-for": "203.0.113.9" },
  });
  assert.equal(response.headers.get("x-own"), "yes");
  assert.deepEqual(await response.json(), {
    path: "/echo/a/b%20c",
    search: "?d=1",
    method: "POST",
    body: "hello",
    forwarded: "203.0.113.9, 127.0.0.1",
    greeting: "bonjour",
    url: gateway.url,
    secrets: ["default"],
  });
});

test("the gateway leaves CORS to the functions", async () => {
  const response = await fetch(`${gateway.url}/functions/v1/echo`, { method: "OPTIONS" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
});

test("the gateway answers 500 WORKER_ERROR without the reason when a function throws", async () => {
  for (const name of ["throwing", "rejecting"]) {
    const response = await fetch(`${gateway.url}/functions/v1/${name}`);
    const body = await response.text();
    assert.equal(response.status, 500);
    assert.match(body, /WORKER_ERROR/);
    assert.doesNotMatch(body, /42/);
  }
});

test("the gateway answers 404 when there is no such function", async () => {
  for (const path of ["absent", "_shared", ""]) {
    const response = await fetch(`${gateway.url}/functions/v1/${path}`);
    assert.equal(response.status, 404, path);
  }
});

test("the gateway serves on when a function leaves a rejection or an error behind", async () => {
  for (let count = 0; count < 3; count += 1) {
    const response = await fetch(`${gateway.url}/functions/v1/careless`);
    assert.equal(await response.text(), "fine");
  }
  assert.match(gateway.log(), /nobody waits for this/);
  assert.match(gateway.log(), /nor for that/);
});

test("stop() waits for background work, and its failures end nothing", async () => {
  const own = await startTestGateway(NO_DATABASE, { later: FUNCTIONS.later });
  const response = await fetch(`${own.url}/functions/v1/later`, { method: "POST" });
  assert.equal(await response.text(), "accepted");
  await own.stop();
  assert.match(own.log(), /background work is done/);
  assert.match(own.log(), /background trouble/);
});

test("the gateway names the function when one does not load", async () => {
  const broken = {
    broken: 'import "./missing.ts"; export default { fetch: () => new Response() };',
  };
  await assert.rejects(startTestGateway(NO_DATABASE, broken), /Function broken does not load/);
  const empty = { empty: "export const handler = 1;" };
  await assert.rejects(
    startTestGateway(NO_DATABASE, empty),
    /Function empty has no "export default/,
  );
});
