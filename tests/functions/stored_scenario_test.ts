import assert from "node:assert/strict";
import {
  ScenarioToScore,
  StoredScenario,
} from "../../supabase/functions/_shared/store/scenarios.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

/** What an older version might have stored: no phases, no variables, and objectives of another form. */
const OLDER = {
  ...STORED_SCENARIO,
  public: { ...STORED_SCENARIO.public, objectives: ["Find out what is needed"] },
  private: { rubric: STORED_SCENARIO.private.rubric },
};

Deno.test("StoredScenario reads a part once, when it is first looked at", () => {
  const stored = StoredScenario.parse(STORED_SCENARIO);
  assert.deepEqual({ ...stored }, STORED_SCENARIO);
  assert.equal(stored.private, stored.private);
});

Deno.test("StoredScenario fails who looks at a part of another form, and nobody else", () => {
  const { id, public: shown } = StoredScenario.parse({ ...STORED_SCENARIO, private: {} });
  assert.equal(id, STORED_SCENARIO.id);
  assert.deepEqual(shown, STORED_SCENARIO.public);
  assert.throws(() => StoredScenario.parse(OLDER).private, { name: "ZodError" });
  assert.throws(() => StoredScenario.parse(OLDER).public, { name: "ZodError" });
});

Deno.test("ScenarioToScore reads a scenario of an older form when it has a rubric", () => {
  const { public: shown, private: hidden } = ScenarioToScore.parse(OLDER);
  assert.deepEqual(shown, { objectives: [] });
  assert.deepEqual(hidden, { rubric: STORED_SCENARIO.private.rubric, variables: {} });
  assert.throws(() => ScenarioToScore.parse({ ...OLDER, private: {} }).private, {
    name: "ZodError",
  });
});
