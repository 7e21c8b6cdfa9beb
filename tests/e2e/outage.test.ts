import assert from "node:assert/strict";
import { test } from "node:test";
import { canListProcesses } from "../kit/stack/process-tree.ts";
import { runOutage } from "../kit/faults/outage.ts";
import { isRefusedWell, runProviderFaults } from "../kit/provider/provider-faults.ts";

/** Short samples; `npm run prove -- outage` takes the whole minute and every fault. */
const skip = canListProcesses() ? false : "processes cannot be listed here";

test("a call goes on and loses nothing when its database is frozen", { skip }, async () => {
  const result = await runOutage(16, { settleSeconds: 4 });
  assert.ok(result.wentOn, "the call ended");
  assert.ok(result.turnsMeanwhile > 0, "nobody spoke meanwhile");
  assert.deepEqual(result.lost, []);
  assert.equal(result.refusal.status, 502);
  assert.equal(typeof result.refusal.retryAfterSeconds, "number");
});

test("a start is refused and its minutes go back when the provider answers 429 or 500", async () => {
  const results = await runProviderFaults(["answers 429", "answers 500"]);
  assert.equal(results.length, 2);
  for (const result of results) assert.ok(isRefusedWell(result), JSON.stringify(result));
});
