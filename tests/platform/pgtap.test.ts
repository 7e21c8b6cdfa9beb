import assert from "node:assert/strict";
import { test } from "node:test";
import { readTap } from "../kit/database/pgtap.ts";

test("readTap() counts what passed when the plan is kept", () => {
  assert.deepEqual(readTap("1..3\nok 1 - a\nok 2 - b\nnot ok 3 - c # TODO later"), {
    passed: 3,
    failures: [],
  });
});

test("readTap() reports a failed test with its diagnostics", () => {
  const { passed, failures } = readTap("1..2\nok 1\nnot ok 2 - b\n# have: 1\n# want: 2\n");
  assert.equal(passed, 1);
  assert.deepEqual(failures, ["not ok 2 - b\n# have: 1\n# want: 2"]);
});

test("readTap() fails when the plan is wrong, or there is none", () => {
  assert.equal(readTap("1..3\nok 1\nok 2").failures.length, 1);
  assert.equal(readTap("1..1\nok 1\nok 2").failures.length, 1);
  assert.equal(readTap("ok 1").failures.length, 1);
  assert.equal(readTap("").failures.length, 1);
});

test("readTap() takes a plan that comes at the end", () => {
  assert.deepEqual(readTap("ok 1\nok 2\n1..2"), { passed: 2, failures: [] });
});
