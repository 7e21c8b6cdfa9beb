import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { contentHash } from "../../supabase/functions/_shared/scenario/content-hash.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { readScenario } from "../kit/scenarios/library.ts";

describe("contentHash()", () => {
  it("is SHA-256 of the canonical JSON when computed elsewhere", async () => {
    const expected = createHash("sha256").update('{"a":[1,"é"],"b":null}').digest("hex");
    assert.equal(await contentHash({ b: null, a: [1, "é"], c: undefined }), expected);
  });

  it("stays the same when keys come in another order", async () => {
    assert.equal(
      await contentHash({ a: 1, b: { c: 2, d: 3 } }),
      await contentHash({ b: { d: 3, c: 2 }, a: 1 }),
    );
  });

  it("changes when a list is reordered or a text changes", async () => {
    assert.notEqual(await contentHash(["a", "b"]), await contentHash(["b", "a"]));
    assert.notEqual(await contentHash({ a: "x" }), await contentHash({ a: "x " }));
  });
});

describe("toPublishedScenario()", () => {
  it("keeps its version when nothing published changed", async () => {
    const scenario = await readScenario("website-sales-fr");
    const before = await toPublishedScenario(scenario);
    const rehearsal = { ...scenario.rehearsal, patience: scenario.rehearsal.patience + 1 };
    assert.equal(
      (await toPublishedScenario({ ...scenario, rehearsal })).contentHash,
      before.contentHash,
    );
  });

  it("changes its version when the rubric, a fact or the brief changes", async () => {
    const scenario = await readScenario("website-sales-fr");
    const { contentHash: before } = await toPublishedScenario(scenario);
    const changes = [
      { rubric: { ...scenario.rubric, passMark: 61 } },
      { facts: [...scenario.facts, "Un fait de plus."] },
      { brief: { ...scenario.brief, situation: "Autre chose." } },
    ];
    const versions = await Promise.all(
      changes.map(
        async (change) => (await toPublishedScenario({ ...scenario, ...change })).contentHash,
      ),
    );
    assert.equal(new Set([before, ...versions]).size, 4);
  });
});
