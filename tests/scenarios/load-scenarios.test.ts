import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { playGood, playPoor } from "../kit/scenarios/play-scenario.ts";

const LIBRARY = path.join(import.meta.dirname, "../../scenarios");

const library = await loadScenarios();

describe("loadScenarios()", () => {
  it("finds nothing to mend when it reads the library", async () => {
    const { scenarios, problems } = await loadScenarios();
    assert.deepEqual(problems, []);
    const files = (await readdir(LIBRARY)).filter((name) => name.endsWith(".yaml")).sort();
    assert.deepEqual(
      scenarios.map(({ id }) => `${id}.yaml`),
      files,
    );
  });

  it("reads the good file when another is broken", async (t) => {
    const folder = await createFolder(t);
    await copyFile(`${LIBRARY}/website-sales-fr.yaml`, `${folder}/website-sales-fr.yaml`);
    await writeFile(`${folder}/broken.yaml`, "title: 7\n");
    const { scenarios, problems } = await loadScenarios(folder);
    assert.deepEqual(
      scenarios.map(({ id }) => id),
      ["website-sales-fr"],
    );
    assert.ok(problems.every(({ file }) => file.endsWith("broken.yaml")));
    assert.ok(problems.some((problem) => problem.path === "title" && problem.line === 1));
  });

  for (const { when, bytes, says } of [
    {
      when: "Windows-1252",
      bytes: [...Buffer.from("a: 1\nb: Un caf"), 0xe9, 0x0a],
      says: /0xE9 in column 10; save the file as UTF-8/,
    },
    {
      when: "a character that is cut off",
      bytes: [...Buffer.from("a: 1\nb: "), 0xf0, 0x9f],
      says: /0xF0 in column 4/,
    },
    { when: "UTF-16", bytes: [0xff, 0xfe, 0x61, 0x00], says: /is UTF-16; save/ },
  ]) {
    it(`names line and remedy when a file is ${when}`, async (t) => {
      const folder = await createFolder(t);
      await writeFile(`${folder}/other.yaml`, Uint8Array.from(bytes));
      const { scenarios, problems } = await loadScenarios(folder);
      assert.deepEqual(scenarios, []);
      const [{ line, message } = { line: 0, message: "" }] = problems;
      assert.equal(line, when === "UTF-16" ? 1 : 2);
      assert.match(message, says);
    });
  }

  it("asks for another name when a file ends in .yml", async (t) => {
    const folder = await createFolder(t);
    await writeFile(`${folder}/some.yml`, "");
    const { problems } = await loadScenarios(folder);
    assert.match(problems[0]?.message ?? "", /rename it to some\.yaml/);
  });

  for (const scenario of library.scenarios) {
    it(`finds every part of a whole practice when it reads ${scenario.id}`, () => {
      const { rehearsal, objections, rubric, brief, hiddenFacts, phases } = scenario;
      assert.ok(rehearsal.good.length >= 8);
      assert.ok(objections.length >= 3);
      assert.ok(rubric.criteria.length >= 4);
      assert.ok(brief.objectives.length >= 3);
      assert.ok(hiddenFacts.length >= 3);
      assert.ok(rubric.mustNotDo.length >= 2);
      assert.ok(phases.slice(0, -1).every(({ moves }) => moves !== undefined));
      assert.ok(scenario.deescalationPoints.every(({ id }) => id !== undefined));
      assert.ok(scenario.steps !== undefined && scenario.testObjectives !== undefined);
    });

    it(`plays ${scenario.id} to a good and to a poor end`, async () => {
      for (const seed of [0, 1, 2, 3]) {
        assert.deepEqual((await playGood(scenario, seed)).faults, []);
        assert.deepEqual((await playPoor(scenario, seed)).faults, []);
      }
    });
  }
});

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "scenarios-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
