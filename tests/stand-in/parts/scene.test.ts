import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createScene } from "../../../demo/stand-in/scene/create-scene.ts";
import type { Scene, SceneReply, SceneTurn } from "../../../demo/stand-in/scene/scene.ts";
import { compileInstructions } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import { readLibrary, readScenario } from "../../kit/scenarios/library.ts";
import { withDefaults } from "../../kit/scenarios/with-defaults.ts";

const library = await readLibrary();
const bakery = await readScenario("website-sales-fr");

describe("createScene()", () => {
  for (const scenario of library.map(withDefaults)) {
    describe(`of ${scenario.id}`, () => {
      it("opens with the scenario's first line when nobody has spoken", () => {
        assert.equal(sceneOf(scenario).reply([], []).speech, scenario.openingLine ?? null);
        assert.equal(sceneOf(scenario).language, scenario.language);
      });

      it("answers every scripted sentence by its own line when the play is good", () => {
        const { rehearsal } = scenario;
        const talk = play(
          scenario,
          rehearsal.good.map(({ learner }) => learner[0] ?? ""),
        );
        rehearsal.good.forEach(({ persona }, index) => {
          assert.ok(talk.speeches[index]?.startsWith(persona), talk.speeches[index]);
        });
        const farewell = talk.scene.reply([...talk.turns, said("learner", "Allô ?")], []);
        assert.equal(farewell.speech, rehearsal.afterTheEnd);
      });

      it("understands every other wording when each is said in its place", () => {
        const { good } = scenario.rehearsal;
        good.forEach(({ learner, persona }, index) => {
          for (const wording of learner) {
            const before = good.slice(0, index).map((exchange) => exchange.learner[0] ?? "");
            const { speeches } = play(scenario, [...before, wording]);
            assert.ok(
              speeches.at(-1)?.startsWith(persona),
              `${wording} → ${speeches.at(-1) ?? ""}`,
            );
          }
        });
      });

      it("raises each doubt once and in order when the play is good", () => {
        const { speeches } = play(
          scenario,
          scenario.rehearsal.good.map(({ learner }) => learner[0] ?? ""),
        );
        const positions = scenario.objections.map(({ variants }) =>
          speeches.flatMap((speech, index) =>
            variants.some((variant) => speech.endsWith(variant)) ? [index] : [],
          ),
        );
        assert.ok(
          positions.every((found) => found.length === 1),
          JSON.stringify(positions),
        );
        const order = positions.flat();
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        );
      });

      it("gives up when the play is poor", () => {
        const { poor, givesUp, afterTheEnd } = scenario.rehearsal;
        const { speeches } = play(
          scenario,
          poor.map(({ learner }) => learner[0] ?? ""),
        );
        assert.ok(speeches.includes(givesUp));
        assert.equal(speeches.at(-1), afterTheEnd);
      });

      it("lets the learner give up when a poor farewell is said", () => {
        const farewell = scenario.rehearsal.poor.find(({ ends }) => ends === "failed");
        const { speeches } = play(scenario, [farewell?.learner[0] ?? "", "Bonjour ?"]);
        assert.deepEqual(speeches, [farewell?.persona, scenario.rehearsal.afterTheEnd]);
      });

      it("says that it did not hear when speech was not recognised, and loses no patience", () => {
        const { speeches } = play(
          scenario,
          Array.from({ length: 20 }, () => null),
        );
        assert.ok(speeches.every((speech) => scenario.rehearsal.notHeard.includes(speech)));
      });

      it("tells questions from statements when the words are not in the script", () => {
        const { askedUnknown, toldUnknown } = scenario.rehearsal;
        const [asked = ""] = play(scenario, ["Xyzzy plugh grault?"]).speeches;
        const [told = ""] = play(scenario, ["Xyzzy plugh grault."]).speeches;
        assert.ok(
          askedUnknown.some((line) => asked.startsWith(line)),
          asked,
        );
        assert.ok(
          toldUnknown.some((line) => told.startsWith(line)),
          told,
        );
        assert.ok(told.endsWith(scenario.objections[0]?.variants[0] ?? "?"), told);
      });

      it("ends the call politely when nothing that is said helps", () => {
        const { speeches } = play(
          scenario,
          Array.from({ length: 12 }, () => "Xyzzy plugh."),
        );
        assert.equal(speeches.filter((speech) => speech === scenario.rehearsal.givesUp).length, 1);
      });

      it("gives the same replies when the same turns are played again", () => {
        const lines = scenario.rehearsal.good.map(({ learner }) => learner.at(-1) ?? "");
        assert.deepEqual(play(scenario, lines).speeches, play(scenario, lines).speeches);
        const { scene, turns, speeches } = play(scenario, lines);
        assert.equal(scene.reply(turns.slice(0, -1), []).speech, speeches.at(-1));
      });
    });
  }

  it("does not agree to a date when no doubt was settled", () => {
    const { speeches } = play(bakery, [bakery.rehearsal.good.at(-1)?.learner[0] ?? ""]);
    assert.ok(speeches[0]?.endsWith(bakery.objections[0]?.variants[0] ?? "?"), speeches[0]);
  });

  it("understands a sentence when it is longer, unaccented or clumsy", () => {
    const heard = [
      [
        "euh bonjour madame bouvier camille de l'atelier traboule je vous derange en plein service",
        0,
      ],
      [
        "D'accord. Et dites-moi, que se passe-t-il quand le téléphone sonne le samedi pendant le coup de feu ?",
        3,
      ],
      ["quatre ou cinq commandes par semaine ça représente combien", 5],
    ] as const;
    for (const [line, index] of heard) {
      const expected = bakery.rehearsal.good[index]?.persona ?? "?";
      const [speech = ""] = play(bakery, [line]).speeches;
      assert.ok(speech.startsWith(expected), `${line} → ${speech}`);
    }
  });

  it("expects the next scripted sentence first when the talk moves on", () => {
    const [first = "", second = ""] = bakery.rehearsal.good.map(({ learner }) => learner[0] ?? "");
    const filled = first.replace("{{companyName}}", "l'Atelier Traboule");
    assert.equal(sceneOf(bakery).expectedSentences()[0], filled);
    const { scene } = play(bakery, [filled]);
    assert.equal(scene.expectedSentences()[0], second);
    assert.ok(scene.expectedSentences().includes(filled));
  });

  it("fills in the call's values and wordings when instructions carry them", async () => {
    const published = await toPublishedScenario(bakery);
    const wordingOf = (seed: number) => {
      const call = { scenarioId: bakery.id, seed, variables: { companyName: "Studio Zinc" } };
      const scene = createScene(compileInstructions(published, call), library);
      assert.match(scene.expectedSentences()[0] ?? "", /de Studio Zinc/);
      return scene.reply([said("learner", "Xyzzy plugh.")], []).speech;
    };
    const spoken = new Set(Array.from({ length: 16 }, (_, seed) => wordingOf(seed)));
    assert.equal(spoken.size, bakery.objections[0]?.variants.length);
  });

  it("falls back to defaults when the call data is broken", () => {
    const scene = createScene(`Scenario: ${bakery.id}\nCall data: {"variables":7`, library);
    assert.match(scene.expectedSentences()[0] ?? "", /l'Atelier Traboule/);
  });

  it("asks whether the learner is there when it must speak twice", () => {
    const turns = [said("persona", "Boulangerie Bouvier, bonjour !")];
    assert.equal(sceneOf(bakery).reply(turns, []).speech, bakery.rehearsal.stillThere);
  });

  it("says nothing when the learner opens the call", () => {
    const brief = { ...bakery.brief, opens: "learner" as const };
    const scenario = { ...bakery, openingLine: undefined, brief };
    const reply = createScene(`Scenario: ${bakery.id}`, [scenario]).reply([], []);
    assert.deepEqual(reply, { speech: null, functionCalls: [] });
  });
});

describe("createScene() without a known scenario", () => {
  const weather = {
    name: "get_weather",
    description: null,
    parameters: {
      type: "object",
      properties: {
        location: { type: "string" },
        unit: { type: "string", enum: ["celsius", "fahrenheit"] },
        days: { type: "integer", minimum: 1 },
      },
      required: ["location", "unit", "days"],
    },
  };

  it("greets, repeats and asks again when it has no tools", () => {
    const scene = createScene("You are helpful. Scenario: none", library);
    assert.equal(scene.language, "en");
    assert.equal(scene.reply([], []).speech, "Hello, how can I help you today?");
    assert.equal(reply(scene, "I like tea").speech, "You said: I like tea");
    assert.match(reply(scene, null).speech ?? "", /did not catch that/);
  });

  it("calls a declared tool with fitting arguments when the learner names it", () => {
    const scene = createScene("", library);
    assert.deepEqual(reply(scene, "What is the weather in New York for 3 days?", [weather]), {
      speech: null,
      functionCalls: [
        {
          name: "get_weather",
          arguments: { location: "New York", unit: "celsius", days: 3 },
        },
      ],
    });
    assert.deepEqual(reply(scene, "Tell me a story", [weather]).functionCalls, []);
  });

  it("speaks about the output when the tool has answered", () => {
    const scene = createScene("", library);
    const question = said("learner", "How is the weather?");
    scene.reply([question], [weather]);
    const answer = scene.reply([question, { speaker: "tool", text: '{"sky":"clear"}' }], [weather]);
    assert.deepEqual(answer, {
      speech: 'Here is what I found: {"sky":"clear"}',
      functionCalls: [],
    });
  });

  it("does not call twice when the output is not told to it", () => {
    const scene = createScene("", library);
    const question = said("learner", "How is the weather?");
    assert.equal(scene.reply([question], [weather]).functionCalls.length, 1);
    assert.equal(scene.reply([question], [weather]).functionCalls.length, 0);
  });
});

function sceneOf(scenario: Scenario): Scene {
  return createScene(`Scenario: ${scenario.id}\n`, library);
}

function said(speaker: SceneTurn["speaker"], text: string | null): SceneTurn {
  return { speaker, text };
}

function reply(
  scene: Scene,
  text: string | null,
  tools: Parameters<Scene["reply"]>[1] = [],
): SceneReply {
  return scene.reply([said("persona", "Hello"), said("learner", text)], tools);
}

/** Plays `lines` and returns what the persona said to each. */
function play(
  scenario: Scenario,
  lines: readonly (string | null)[],
): { scene: Scene; turns: SceneTurn[]; speeches: string[] } {
  const scene = sceneOf(scenario);
  const turns = [said("persona", scene.reply([], []).speech)];
  const speeches = lines.map((line) => {
    turns.push(said("learner", line));
    const speech = scene.reply(turns, []).speech ?? "";
    turns.push(said("persona", speech));
    return speech;
  });
  return { scene, turns, speeches };
}
