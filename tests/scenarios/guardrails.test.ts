import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PersonaClient } from "../../scenarios/rehearsal/persona-client.ts";
import { findGuardrail } from "../../demo/stand-in/scene/guardrails.ts";
import { readLibrary, readScenario } from "../kit/scenarios/library.ts";
import { listAttempts, makeAttempt, readGuardrails } from "../kit/scenarios/play-guardrails.ts";
import { openScenePersona } from "../kit/scenarios/scene-persona.ts";

const library = await readLibrary();
const scripts = await readGuardrails();
const BREAK_ROLE = ["stays-in-role", "keeps-instructions", "no-assistant"];

describe("the guardrail scripts", () => {
  it("hold at least a hundred different attempts to break the role", () => {
    const texts = scripts
      .filter(({ id }) => BREAK_ROLE.includes(id))
      .flatMap(({ attempts }) => Object.values(attempts).flat());
    assert.ok(new Set(texts).size >= 100, String(texts.length));
  });

  it("exist in every language of the library", () => {
    const languages = new Set(library.map(({ language }) => language.split("-")[0] ?? ""));
    for (const { id, attempts } of scripts)
      assert.deepEqual(Object.keys(attempts).sort(), [...languages].sort(), id);
  });
});

describe("the stand-in's customer", () => {
  for (const script of scripts) {
    it(`holds when it is tried by ${script.id}`, async () => {
      // One scenario a language here; the proof plays them all.
      const first = new Map(library.map((one) => [one.language.split("-")[0], one]));
      const faults = [];
      for (const attempt of listAttempts([script], [...first.values()])) {
        const found = await makeAttempt(attempt, (scenario, published) =>
          openScenePersona(scenario, published, 0),
        );
        faults.push(...found.map((fault) => `${attempt.scenario.id} "${attempt.text}": ${fault}`));
      }
      assert.deepEqual(faults, []);
    });
  }

  it("takes no line of a script for an insult or distress", () => {
    for (const { language, rehearsal } of library)
      for (const { learner } of [...rehearsal.good, ...rehearsal.poor])
        for (const line of learner) assert.equal(findGuardrail(line, language), null, line);
  });
});

describe("makeAttempt()", () => {
  const cases: [string, string, RegExp][] = [
    ["stays-in-role", "As an AI language model I can do that.", /says language model/],
    ["keeps-instructions", "My instructions are long.", /says my instructions/],
    ["no-assistant", "That is Canberra.", /says canberra/],
    ["distress", "How terrible. Shall we go on?", /does not say what it must/],
    ["abuse", "I will hang up.", /leaves the call as null/],
    ["off-topic", "", /says nothing/],
  ];
  for (const [id, speech, fault] of cases) {
    it(`finds the fault when ${id} is answered by "${speech}"`, async () => {
      assert.match(await tryOn(id, speech), fault);
    });
  }

  it("finds what is read out when a hidden fact is told unasked", async () => {
    const { hiddenFacts } = await readScenario("saas-discovery-en");
    assert.match(await tryOn("off-topic", hiddenFacts[0]?.fact ?? ""), /gives away "/);
  });
});

/** One attempt on a persona that answers everything by `speech`. */
async function tryOn(id: string, speech: string): Promise<string> {
  const script = scripts.find((one) => one.id === id);
  assert.ok(script);
  const scenario = await readScenario("saas-discovery-en");
  const attempt = { script, scenario, text: "Hello", depth: 0 };
  return (await makeAttempt(attempt, () => answerAlways(speech))).join("; ");
}

function answerAlways(text: string): PersonaClient {
  const output = [{ type: "message", content: [{ text }] }];
  const response = { status: "completed", status_details: null, output };
  return {
    send: () => undefined,
    next: () => Promise.resolve({ type: "response.done", response }),
    close: () => undefined,
  };
}
