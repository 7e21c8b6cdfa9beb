import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HiddenFact } from "../../supabase/functions/_shared/scenario/blocks.ts";
import { drawHiddenFacts, drawVariables } from "../../supabase/functions/_shared/scenario/draw.ts";
import type { Variables } from "../../supabase/functions/_shared/scenario/variables.ts";

const SEEDS = 4_000;
const DECLARED: Variables = {
  company: { about: "Set by the page.", default: "Lanewise", maxLength: 8 },
  city: {
    about: "Drawn by weight.",
    default: "Lyon",
    maxLength: 20,
    draw: { choices: [{ value: "Lyon", weight: 3 }, { value: "Lille" }] },
  },
  amount: {
    about: "Drawn from a range.",
    default: "100",
    maxLength: 4,
    draw: { range: { from: 100, to: 200, step: 25 } },
  },
};

describe("drawVariables()", () => {
  it("draws the same values when the seed is the same", () => {
    for (const seed of [0, 7, 2 ** 31, 2 ** 53 - 1])
      assert.deepEqual(drawVariables(DECLARED, seed), drawVariables(DECLARED, seed));
  });

  it("draws by weight when seeds vary", () => {
    const share = countSeeds("city").get("Lyon") ?? 0;
    assert.ok(Math.abs(share / SEEDS - 0.75) < 0.03, `${share}`);
  });

  it("draws every value of a range alike when seeds vary", () => {
    const counts = countSeeds("amount");
    assert.deepEqual([...counts.keys()].sort(), ["100", "125", "150", "175", "200"]);
    for (const count of counts.values()) assert.ok(Math.abs(count / SEEDS - 0.2) < 0.03);
  });

  it("draws two variables apart from each other when seeds vary", () => {
    const pairs = new Set<string>();
    for (let seed = 0; seed < 400; seed += 1) {
      const { city, amount } = drawVariables(DECLARED, seed);
      pairs.add(`${city ?? ""} ${amount ?? ""}`);
    }
    assert.equal(pairs.size, 10);
  });

  it("keeps a draw when another variable is added or the order changes", () => {
    const { amount, city } = DECLARED;
    assert.ok(amount !== undefined && city !== undefined);
    for (let seed = 0; seed < 50; seed += 1) {
      const alone = drawVariables({ amount }, seed);
      const both = drawVariables({ city, amount }, seed);
      assert.equal(both["amount"], alone["amount"]);
    }
  });

  it("takes a given value, cut to its length and on one line, when the page sets one", () => {
    const given = { company: "A\nlonger name", city: "Metz", other: "x" };
    const { company, city, ...rest } = drawVariables(DECLARED, 1, given);
    assert.deepEqual([company, city], ["A longer", "Metz"]);
    assert.deepEqual(Object.keys(rest), ["amount"]);
  });

  it("falls back to the default when the given value is blank and nothing is drawn", () => {
    assert.equal(drawVariables(DECLARED, 1, { company: " \t" })["company"], "Lanewise");
  });
});

describe("drawHiddenFacts()", () => {
  const facts: HiddenFact[] = [
    { id: "always", fact: "a", unlockedBy: "x" },
    { id: "one", fact: "b", unlockedBy: "x", pool: "reason" },
    { id: "two", fact: "c", unlockedBy: "x", pool: "reason" },
    { id: "three", fact: "d", unlockedBy: "x", pool: "reason" },
  ];

  it("keeps what stands alone and draws one fact of a pool, all alike, when seeds vary", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const [first, drawn, ...rest] = drawHiddenFacts(facts, seed);
      assert.equal(first?.id, "always");
      assert.equal(rest.length, 0);
      counts.set(drawn?.id ?? "", (counts.get(drawn?.id ?? "") ?? 0) + 1);
    }
    assert.deepEqual([...counts.keys()].sort(), ["one", "three", "two"]);
    for (const count of counts.values()) assert.ok(Math.abs(count / SEEDS - 1 / 3) < 0.03);
  });

  it("draws the same fact when the seed is the same", () => {
    assert.deepEqual(drawHiddenFacts(facts, 11), drawHiddenFacts(structuredClone(facts), 11));
  });
});

function countSeeds(name: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const value = drawVariables(DECLARED, seed)[name] ?? "";
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
