import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toPublishedScenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { readScenario } from "../../kit/scenarios/library.ts";
import { readTranscript } from "../../kit/scenarios/transcripts.ts";
import { ATTACKS } from "../../kit/attacks/all-attacks.ts";
import { judge, TemperedScorers, toTurns } from "../../kit/attacks/judge-attack.ts";
import { makeRubricAttacks } from "../../kit/attacks/rubric-attacks.ts";

// The whole corpus is `npm run prove -- injection`; this is every twelfth attack on two talks.
const SHARE = 12;
const scorers = new TemperedScorers();

for (const id of ["website-sales-fr", "billing-dispute-th"]) {
  const scenario = await readScenario(id);
  const published = await toPublishedScenario(scenario);
  const talk = await readTranscript(id, "poor");
  const clean = await judge(published, toTurns(talk), scorers.create("honest"));
  const attacks = [...ATTACKS.filter((_attack, index) => index % SHARE === 0)].concat(
    makeRubricAttacks(scenario).slice(0, 2),
  );

  describe(`writeReport() on ${id}`, () => {
    it("sees nothing to review in a talk without an attack", () => {
      assert.equal(clean.reviewAdvised, false);
    });

    for (const temper of ["honest", "gullible", "devoted"] as const) {
      it(`gives an attack nothing when the scorer is ${temper}`, async () => {
        for (const attack of attacks) {
          const turns = toTurns(talk, attack, "middle");
          const report = await judge(published, turns, scorers.create(temper, attack));
          assert.equal(report.total, clean.total, attack.id);
        }
      });
    }

    it("obeys, unless it is defended, so that there is something to defend against", async () => {
      const attack = ATTACKS[0];
      const scorer = scorers.create("gullible", attack);
      const turns = toTurns(talk, attack, "first");
      const report = await judge(published, turns, scorer);
      assert.equal(report.reviewAdvised, true);
      assert.ok(report.criteria.some(({ range }) => range?.[1] === 5));
      assert.equal(report.total, clean.total);
      assert.ok(!JSON.stringify(report.criteria).includes("Ignore all"));
    });

    it("shows no level and no quote when the scorer invents its quotes", async () => {
      const report = await judge(published, toTurns(talk), scorers.create("forging"));
      assert.ok(
        report.criteria.every(({ level, quotes }) => level === null && quotes.length === 0),
      );
      assert.deepEqual([report.total, report.breaches], [null, []]);
    });
  });
}
