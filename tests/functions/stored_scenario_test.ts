import assert from "node:assert/strict";
import {
  ScenarioToScore,
  StoredScenario,
} from "../../supabase/functions/_shared/store/scenarios.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

/** A version is read once and remembered by its name, so that each of another content has another one. */
const named = (version: string, private_: object) => ({
  ...STORED_SCENARIO,
  version,
  private: private_,
});

/** What an older version might have stored: no phases, no variables, and objectives of another form. */
const OLDER = {
  ...named("older", { rubric: STORED_SCENARIO.private.rubric }),
  public: { ...STORED_SCENARIO.public, objectives: ["Find out what is needed"] },
};

Deno.test("StoredScenario reads a part once, when it is first looked at", () => {
  const stored = StoredScenario.parse(STORED_SCENARIO);
  assert.deepEqual({ ...stored }, STORED_SCENARIO);
  assert.equal(stored.private, stored.private);
  assert.equal(StoredScenario.parse(STORED_SCENARIO).private, stored.private);
});

Deno.test("StoredScenario takes no version for another one of the same scenario", () => {
  const { private: hidden } = STORED_SCENARIO;
  const [one, other] = ["one", "other"].map((version) => {
    const openingLine = `Hello from ${version}.`;
    return StoredScenario.parse(named(version, { ...hidden, openingLine })).private.openingLine;
  });
  assert.deepEqual([one, other], ["Hello from one.", "Hello from other."]);
});

Deno.test("StoredScenario fails who looks at a part of another form, and nobody else", () => {
  const { id, public: shown } = StoredScenario.parse(named("empty", {}));
  assert.equal(id, STORED_SCENARIO.id);
  assert.deepEqual(shown, STORED_SCENARIO.public);
  assert.throws(() => StoredScenario.parse(OLDER).private, { name: "ZodError" });
  assert.throws(() => StoredScenario.parse(OLDER).public, { name: "ZodError" });
});

Deno.test("ScenarioToScore reads a scenario of an older form when it has a rubric", () => {
  const { public: shown, private: hidden } = ScenarioToScore.parse(OLDER);
  assert.deepEqual(shown, { objectives: [] });
  const { rubric } = STORED_SCENARIO.private;
  assert.deepEqual(hidden, { rubric, variables: {}, phases: [], objections: [] });
  assert.throws(() => ScenarioToScore.parse(named("empty", {})).private, { name: "ZodError" });
});
