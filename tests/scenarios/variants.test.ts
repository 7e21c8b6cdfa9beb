import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { parseScenario, type ScenarioFile } from "../../scenarios/authoring/parse-scenario.ts";

const BASE = "scenarios/website-sales-fr.yaml";
const BASE_TEXT = await readFile(new URL(`../../${BASE}`, import.meta.url), "utf8");
const FILE = "scenarios/website-sales-be.yaml";
const HEAD = "extends: website-sales-fr\nid: website-sales-be\nlanguage: fr-BE\n";

describe("parseScenario() of a variant", () => {
  it("takes everything from the base that the variant leaves out", () => {
    const base = scenarioOf(BASE_TEXT, BASE);
    const variant = scenarioOf(`${HEAD}durationSeconds: 360\n`);
    assert.deepEqual(
      { ...variant, id: base.id, language: base.language },
      { ...base, durationSeconds: 360 },
    );
  });

  it("merges lists by id and replaces others when the variant has entries", () => {
    const text = `${HEAD}objections:\n  - id: prix\n    concern: autre chose\nfacts: [Un seul fait.]\n`;
    const { objections, facts } = scenarioOf(text);
    const base = scenarioOf(BASE_TEXT, BASE).objections;
    assert.deepEqual(facts, ["Un seul fait."]);
    assert.deepEqual(objections[0], { ...base[0], concern: "autre chose" });
    assert.deepEqual(objections.slice(1), base.slice(1));
  });

  it("removes what the variant leaves empty", () => {
    const text = `${HEAD}openingLine:\nbrief: { opens: learner }\n`;
    assert.equal(scenarioOf(text).openingLine, undefined);
  });

  it("names the variant's line when the variant is wrong", () => {
    const text = `${HEAD}objections:\n  - id: confiance\n    concern: 7\npersona:\n  voice: x\n  colour: red\n`;
    const found = problemsOf(text).map(({ file, line, path }) => `${file}:${line} ${path}`);
    assert.deepEqual(found.sort(), [
      `${FILE}:6 objections[1].concern`,
      `${FILE}:8 persona.voice`,
      `${FILE}:9 persona.colour`,
    ]);
  });

  it("names both places when an inherited value no longer fits", () => {
    const [problem] = problemsOf(`${HEAD}durationSeconds: 290\n`);
    assert.equal(problem?.file, FILE);
    assert.equal(problem.line, 1);
    const line = BASE_TEXT.split("\n").findIndex((text) => text.includes("toSeconds: 300")) + 1;
    assert.match(
      problem.message,
      new RegExp(`inherited from ${BASE}:${line}; change it in this file`),
    );
  });

  it("names what can be extended when the base is unknown, itself or a variant", () => {
    const message = (text: string) => problemsOf(text)[0]?.message ?? "";
    assert.match(
      message(HEAD.replace("website-sales-fr", "nobody")),
      /no scenario "nobody"; use one of/,
    );
    assert.match(
      message(HEAD.replace("website-sales-fr", "website-sales-be")),
      /is this scenario itself/,
    );
    const chain = new Map([...FILES, ["second", { text: HEAD, file: "scenarios/second.yaml" }]]);
    const parsed = parseScenario(HEAD.replace("website-sales-fr", "second"), FILE, chain);
    assert.ok(!parsed.ok);
    assert.match(
      parsed.problems[0]?.message ?? "",
      /is a variant itself; extend "website-sales-fr"/,
    );
  });
});

const FILES: ReadonlyMap<string, ScenarioFile> = new Map([
  ["website-sales-fr", { text: BASE_TEXT, file: BASE }],
  ["website-sales-be", { text: HEAD, file: FILE }],
]);

function scenarioOf(text: string, file = FILE) {
  const parsed = parseScenario(text, file, FILES);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.scenario;
}

function problemsOf(text: string) {
  const parsed = parseScenario(text, FILE, FILES);
  assert.ok(!parsed.ok, "the text must be refused");
  return parsed.problems;
}
