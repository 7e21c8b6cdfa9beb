import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toCallTools } from "../../supabase/functions/_shared/tools/call-tools.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary, readScenario } from "../kit/scenarios/library.ts";

/** About four characters of JSON make a token of a Latin text. */
const CHARACTERS_A_TOKEN = 4;
const MAXIMUM_TOKENS = 600;
const library = await readLibrary();
const sales = await toPublishedScenario(await readScenario("website-sales-fr"));
const fraud = await toPublishedScenario(await readScenario("fraud-alert-es"));

describe("toCallTools()", () => {
  it("names the moods, doubts and objectives of the scenario and nothing else", () => {
    const tools = toCallTools(sales);
    assert.deepEqual(
      tools.map(({ name, parameters }) => [name, ...parameters.required]),
      [
        ["move_to_phase", "phase", "because"],
        ["raise_objection", "objection"],
        ["settle_objection", "objection"],
        ["mark_objective", "objective"],
        ["reach_step", "step"],
        ["end_call", "outcome"],
      ],
    );
    const [move] = tools;
    assert.deepEqual(move?.parameters.properties["phase"]?.enum, [
      ...["pressee", "mefiante", "interessee", "decidee"],
    ]);
    assert.deepEqual(tools[4]?.parameters.properties["step"]?.enum, ["ouverture"]);
  });

  it("offers details to tell when the learner has a card, and leaves out the card's own tools", () => {
    const names = toCallTools(fraud).map(({ name }) => name);
    assert.ok(names.includes("give_detail"));
    assert.equal(names.includes("ver-operacion"), false);
    assert.equal(
      toCallTools(sales).some(({ name }) => name === "give_detail"),
      false,
    );
  });

  it("offers the tools of the persona's records with the types of their fields", () => {
    const world = structuredClone(fraud.private.world);
    const [lookup, action] = world?.tools ?? [];
    const fields = world?.records[0]?.fields;
    assert.ok(
      world !== undefined && lookup !== undefined && action !== undefined && fields !== undefined,
    );
    lookup.offeredTo = "persona";
    lookup.by = ["numero", "importe"];
    action.offeredTo = "persona";
    action.inputs = ["estado"];
    const tools = toCallTools({ ...fraud, private: { ...fraud.private, world } }).slice(-2);
    assert.deepEqual(tools[0]?.parameters.required, []);
    assert.deepEqual(tools[0].parameters.properties["importe"], {
      ...{ type: "number", description: "Importe en euros." },
    });
    assert.deepEqual(tools[1]?.parameters.required, ["numero", "estado"]);
    assert.deepEqual(tools[1].parameters.properties["estado"]?.enum, [
      "parada",
      "anulada",
      "hecha",
    ]);
  });

  for (const scenario of library) {
    it(`stays small and free of the rubric when it declares ${scenario.id}`, async () => {
      const published = await toPublishedScenario(scenario);
      const tools = toCallTools(published);
      const text = JSON.stringify(tools);
      assert.ok(text.length / CHARACTERS_A_TOKEN < MAXIMUM_TOKENS, `${text.length} characters`);
      assert.ok(tools.every(({ name }) => /^[\w-]{1,64}$/.test(name)));
      assert.equal(new Set(tools.map(({ name }) => name)).size, tools.length);
      for (const { anchors, title } of published.private.rubric.criteria)
        for (const words of [title, ...anchors]) assert.equal(text.includes(words), false, words);
      assert.deepEqual(toCallTools(structuredClone(published)), tools);
    });
  }
});
