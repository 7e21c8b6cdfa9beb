import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { CriterionResult, Report } from "#contract/report.ts";
import { toTotal } from "#contract/to-total.ts";
import { chooseNext } from "../../../widget/src/elements/report/choose-next.ts";

const QUOTE = { itemId: "i1", text: "We are cheaper" };

function criterion(id: string, weight: number, level: number | null): CriterionResult {
  return {
    id,
    title: `Title ${id}`,
    weight,
    level,
    reason: "",
    quotes: [QUOTE],
    betterWording: "Ask.",
  };
}

function report(criteria: CriterionResult[], change: Partial<Report> = {}): Report {
  return {
    sessionId: "s",
    scenario: { id: "shop", version: "1", title: "Shop", language: "en" },
    total: toTotal(criteria),
    passMark: 60,
    summary: "",
    criteria,
    strengths: [],
    improvements: [],
    evidence: "observed",
    rehearsal: false,
    transcript: [],
    createdAt: "",
    ...change,
  };
}

function nextOf(id: string): NonNullable<Report["next"]> {
  return { criterion: id, action: "Ask first", quote: null, wording: null };
}

const criteria = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.option(fc.integer({ min: 0, max: 5 }))), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pairs) => pairs.map(([weight, level], index) => criterion(`c${index}`, weight, level)));

describe("chooseNext()", () => {
  it("promises the pass mark for one level more exactly where the weights bring it", () => {
    fc.assert(
      fc.property(criteria, fc.nat(), fc.integer({ min: 0, max: 100 }), (all, pick, passMark) => {
        const chosen = all[pick % all.length];
        assert.ok(chosen);
        const made = report(all, { passMark, next: nextOf(chosen.id) });
        const { level } = chosen;
        const raised =
          level === null || level === 5
            ? null
            : toTotal(all.map((one) => (one === chosen ? { ...one, level: level + 1 } : one)));
        const isTrue =
          made.total !== null && made.total < passMark && raised !== null && raised >= passMark;
        assert.equal(chooseNext(made)?.isEnough, isTrue);
      }),
    );
  });

  it("promises nothing where words that must not be said keep the total down", () => {
    fc.assert(
      fc.property(criteria, fc.integer({ min: 1, max: 100 }), (all, passMark) => {
        const breaches = [{ text: "A discount", quote: QUOTE }];
        const made = report(all, { passMark, breaches, total: passMark - 1, next: nextOf("c0") });
        assert.deepEqual(
          [chooseNext(made)?.isEnough, chooseNext(made)?.raisedTotal],
          [false, null],
        );
      }),
    );
  });

  it("promises nothing where there is no pass mark, no total or no such criterion", () => {
    const all = [criterion("a", 50, 2), criterion("b", 50, 3)];
    for (const change of [
      { passMark: null, next: nextOf("a") },
      { total: null, next: nextOf("a") },
      { next: nextOf("gone") },
      { next: { ...nextOf("a"), criterion: null } },
    ])
      assert.equal(chooseNext(report(all, change))?.isEnough, false);
    assert.equal(chooseNext(report(all, { next: nextOf("a") }))?.isEnough, true);
  });

  it("takes what lost most of the total where a report says nothing of what is next", () => {
    const all = [criterion("a", 10, 0), criterion("b", 60, 3), criterion("c", 30, null)];
    const { action, quote, wording } = chooseNext(report(all)) ?? {};
    assert.deepEqual(
      { action, quote, wording },
      { action: "Title b", quote: QUOTE, wording: "Ask." },
    );
  });

  it("has nothing to say where nothing can rise", () => {
    assert.equal(chooseNext(report([criterion("a", 10, 5), criterion("b", 10, null)])), null);
  });
});
