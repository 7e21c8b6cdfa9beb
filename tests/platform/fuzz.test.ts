import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzz } from "../kit/attacks/fuzz.ts";

test("the functions answer, ask and print nothing that they must not when requests are fuzzed", async () => {
  const { failures, strayCalls, leaks, statuses } = await fuzz(400);
  assert.deepEqual(failures, []);
  assert.equal(strayCalls, 0);
  assert.deepEqual(leaks, []);
  assert.ok((statuses["201"] ?? 0) > 0, JSON.stringify(statuses));
  assert.ok(Object.keys(statuses).length >= 5, JSON.stringify(statuses));
});
