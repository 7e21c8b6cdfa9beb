import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { bootstrapInterval } from "../../../supabase/functions/_shared/agreement/bootstrap-interval.ts";
import { quadraticWeightedKappa } from "../../../supabase/functions/_shared/agreement/quadratic-weighted-kappa.ts";
import { toAgreement } from "../../../supabase/functions/_shared/agreement/to-agreement.ts";
import { PUBLIC_SETS, toPairs, toTableKappa } from "./public-sets.ts";

/** So many pairs of attempts of their own, of which every `missEvery`-th is `by` levels apart. */
function pairsOf(count: number, missEvery = Number.POSITIVE_INFINITY, by = 1) {
  return Array.from({ length: count }, (_, place) => {
    const human = place % 5;
    const ai = place % missEvery === missEvery - 1 ? human + by : human;
    return { attempt: String(place), ai, human };
  });
}

describe("quadraticWeightedKappa()", () => {
  for (const { name, table, printed } of PUBLIC_SETS) {
    it(`gives what the publisher prints of ${name}`, () => {
      const kappa = quadraticWeightedKappa(toPairs(table));
      assert.equal(kappa?.toFixed(3), printed.toFixed(3));
      assert.ok(Math.abs(kappa - toTableKappa(table)) < 1e-9);
    });
  }

  it("equals the form by cells over any table", () => {
    const cells = fc.array(fc.array(fc.nat(40), { minLength: 6, maxLength: 6 }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(cells, (table) => {
        const kappa = quadraticWeightedKappa(toPairs(table));
        fc.pre(kappa !== null);
        assert.ok(Math.abs(kappa - toTableKappa(table)) < 1e-9);
      }),
    );
  });

  it("is null where nothing can be weighed", () => {
    assert.equal(quadraticWeightedKappa([]), null);
    assert.equal(quadraticWeightedKappa([{ ai: 3, human: 3 }]), null);
  });

  it("is 1 for equal levels and below 0 for opposite ones", () => {
    assert.equal(quadraticWeightedKappa(pairsOf(20)), 1);
    const opposite = [0, 5].map((human) => ({ human, ai: 5 - human }));
    assert.equal(quadraticWeightedKappa(opposite), -1);
  });
});

describe("bootstrapInterval()", () => {
  it("is the same for the same pairs, and holds their κ", () => {
    const pairs = toPairs(PUBLIC_SETS[1]?.table ?? []);
    const interval = bootstrapInterval(pairs);
    assert.deepEqual(bootstrapInterval(pairs), interval);
    assert.ok(interval !== null && interval[0] < 0.814 && interval[1] > 0.815);
  });

  it("draws whole attempts: pairs that repeat one another narrow nothing", () => {
    const single = pairsOf(40, 4);
    const fivefold = single.flatMap((pair) => Array.from({ length: 5 }, () => pair));
    const round = (interval: readonly number[] | null) => interval?.map((end) => end.toFixed(9));
    assert.deepEqual(round(bootstrapInterval(fivefold)), round(bootstrapInterval(single)));
  });

  it("says nothing of fewer than two attempts", () => {
    assert.equal(bootstrapInterval([]), null);
    assert.equal(bootstrapInterval([{ attempt: "a", ai: 1, human: 2 }]), null);
  });
});

describe("toAgreement()", () => {
  it("gives shares and differences in levels", () => {
    const pairs = [
      { attempt: "a", ai: 3, human: 3 },
      { attempt: "b", ai: 4, human: 3 },
      { attempt: "c", ai: 1, human: 4 },
      { attempt: "d", ai: 2, human: 2 },
    ];
    const { n, attempts, exact, adjacent, mae, meanDifference } = toAgreement(pairs, true);
    assert.deepEqual(
      { n, attempts, exact, adjacent, mae, meanDifference },
      { n: 4, attempts: 4, exact: 0.5, adjacent: 0.75, mae: 1, meanDifference: -0.5 },
    );
  });

  it("calls fewer than thirty pairs too few", () => {
    assert.equal(toAgreement(pairsOf(29), true).tooFew, true);
    assert.equal(toAgreement(pairsOf(30), true).tooFew, false);
    assert.equal(toAgreement([], true).tooFew, true);
  });

  it("raises the badge by pairs", () => {
    const badges = [49, 50, 99, 100].map((count) => toAgreement(pairsOf(count, 5), true).badge);
    assert.deepEqual(badges, ["human_only", "sampled", "sampled", "automatic"]);
  });

  it("raises none for a scorer that is milder throughout", () => {
    assert.equal(toAgreement(pairsOf(200, 1), true).badge, "human_only");
  });

  it("raises none where too many levels lie far apart", () => {
    assert.equal(toAgreement(pairsOf(200, 8, 2), true).badge, "human_only");
  });

  it("falls back where the pairs are not of the scorer at work", () => {
    assert.equal(toAgreement(pairsOf(200, 5), false).badge, "human_only");
  });
});
