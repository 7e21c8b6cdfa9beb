import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startTestGateway, type TestGateway } from "../kit/stack/test-gateway.ts";

const NO_DATABASE = "postgresql://postgres:postgres@127.0.0.1:1/postgres";
const WALL_CLOCK_MS = 400;

const FUNCTIONS = {
  slow: `export default { fetch: () => new Promise(() => undefined) };`,
  restless: `declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void };
    export default { fetch: async (request: Request) => {
      const target = await request.text();
      const knock = async () => { for (;;) {
        await fetch(target);
        await new Promise((resolve) => setTimeout(resolve, 50));
      } };
      EdgeRuntime.waitUntil(knock());
      return new Response("accepted");
    } };`,
};

let gateway: TestGateway;
let knocks = 0;
const target = createServer((_request, response) => {
  knocks += 1;
  response.end();
});
before(async () => {
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  gateway = await startTestGateway(NO_DATABASE, FUNCTIONS, {
    FUNCTIONS_WALL_CLOCK_MS: String(WALL_CLOCK_MS),
  });
});
after(async () => {
  await gateway.stop();
  target.closeAllConnections();
  target.close();
});

test("the gateway answers 546 when a function has no answer before its wall clock is over", async () => {
  const response = await fetch(`${gateway.url}/functions/v1/slow`);
  assert.equal(response.status, 546);
  const body: unknown = await response.json();
  assert.deepEqual(body, { code: "WORKER_LIMIT", message: "Function exceeded its wall clock" });
});

test("the gateway cuts off what a request left behind when its wall clock is over", async () => {
  const { port } = target.address() as AddressInfo;
  const response = await fetch(`${gateway.url}/functions/v1/restless`, {
    method: "POST",
    body: `http://127.0.0.1:${port}/`,
  });
  assert.equal(await response.text(), "accepted");
  while (!gateway.log().includes("restless still worked")) await delay(20);
  assert.ok(knocks > 1, "it worked before");
  await delay(100);
  const atTheEnd = knocks;
  await delay(300);
  assert.equal(knocks, atTheEnd);
});
