import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import {
  createHashLearner,
  hashTexts,
} from "../../../supabase/functions/_shared/identity/learner-key.ts";
import { deriveTokenSecret } from "../../../supabase/functions/_shared/identity/token-secret.ts";

const MASTER_KEY = "a-master-key-of-this-test-alone-0123";

test("deriveTokenSecret() gives every site and every name a secret of its own", async () => {
  const secret = await deriveTokenSecret(MASTER_KEY, "site-1", "kid-1");
  const label = JSON.stringify(["learner-token", "site-1", "kid-1"]);
  assert.equal(secret, createHmac("sha256", MASTER_KEY).update(label).digest("base64url"));
  const others = [
    await deriveTokenSecret(MASTER_KEY, "site-2", "kid-1"),
    await deriveTokenSecret(MASTER_KEY, "site-1", "kid-2"),
    await deriveTokenSecret(MASTER_KEY, "kid-1", "site-1"),
    await deriveTokenSecret(`${MASTER_KEY}4`, "site-1", "kid-1"),
  ];
  assert.equal(new Set([secret, ...others]).size, 5);
});

test("createHashLearner() takes a device or an address for no learner whom a site names alike", () => {
  const hashLearner = createHashLearner("a-secret-of-this-test-alone-01234567");
  const keys = [
    hashLearner("token", "learner-7"),
    hashLearner("device", "learner-7"),
    hashLearner("address", "learner-7"),
    createHashLearner("another-secret-of-this-test-012345678")("token", "learner-7"),
  ];
  assert.equal(new Set(keys).size, 4);
  assert.equal(hashLearner("token", "learner-7"), keys[0]);
});

test("hashTexts() gives no two lists of texts one hash", () => {
  const lists = [["ab", "c"], ["a", "bc"], ["abc"], ["ab", "c", ""], ["ab,c"], ['ab","c']];
  const hashes = lists.map(hashTexts);
  assert.equal(new Set(hashes).size, lists.length);
});
