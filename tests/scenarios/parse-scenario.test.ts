import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { parseScenario, type ScenarioProblem } from "../../scenarios/authoring/parse-scenario.ts";
import { BROKEN_SCENARIOS, breakScenario, findSilence } from "../kit/scenarios/broken-scenarios.ts";

const FILE = "website-sales-fr.yaml";
const VALID = await readFile(new URL(`../../scenarios/${FILE}`, import.meta.url), "utf8");

describe("parseScenario()", () => {
  for (const broken of BROKEN_SCENARIOS) {
    it(`names line, path and remedy when ${broken.when}`, async () => {
      const { file, text } = await breakScenario(broken);
      const parsed = parseScenario(text, file);
      assert.ok(!parsed.ok, "the text must be refused");
      assert.equal(findSilence(broken, text, parsed.problems), null);
      assert.ok(parsed.problems.every((problem) => problem.file === file));
    });
  }

  it("reports every problem of a file when there are several", () => {
    const text = VALID.replace("voice: marin", "voice: x").replace(
      "difficulty: standard",
      "difficulty: y",
    );
    assert.deepEqual(
      problemsOf(text).map(({ path }) => path),
      ["difficulty", "persona.voice"],
    );
  });

  it("refuses a file of more than 200 kB before it reads it, and says how large it is", () => {
    const parsed = parseScenario(`# ${"é".repeat(150_000)}`, "giant.yaml");
    assert.deepEqual(parsed, {
      ok: false,
      problems: [
        {
          ...{ file: "giant.yaml", line: 1, path: "" },
          message: "holds 301 kB, 200 at most; shorten the lists of its world",
        },
      ],
    });
  });

  it("refuses anything that is no scenario when given text, a list or nothing", () => {
    for (const text of ["", "hello", "- a\n- b", "42", "null"]) {
      const [problem] = problemsOf(text);
      assert.match(problem?.message ?? "", /write a block of names and values|is missing/);
    }
  });
});

function problemsOf(text: string): readonly ScenarioProblem[] {
  const parsed = parseScenario(text, FILE);
  assert.ok(!parsed.ok, "the text must be refused");
  return parsed.problems;
}
