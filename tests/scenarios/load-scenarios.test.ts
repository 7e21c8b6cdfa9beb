import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { loadScenarios } from "../../scenarios/load-scenarios.ts";

const LIBRARY = path.join(import.meta.dirname, "../../scenarios");

describe("loadScenarios()", () => {
  it("finds nothing to mend when it reads the library", async () => {
    const { scenarios, problems } = await loadScenarios();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      scenarios.map(({ id }) => id),
      ["saas-discovery-en", "website-sales-fr"],
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

  it("asks for another name when a file ends in .yml", async (t) => {
    const folder = await createFolder(t);
    await writeFile(`${folder}/some.yml`, "");
    const { problems } = await loadScenarios(folder);
    assert.match(problems[0]?.message ?? "", /rename it to some\.yaml/);
  });

  it("holds at least eight good exchanges, three objections and four criteria when it is the library", async () => {
    const { scenarios } = await loadScenarios();
    for (const { id, rehearsal, objections, rubric, brief, hiddenFacts } of scenarios) {
      assert.ok(rehearsal.good.length >= 8, id);
      assert.ok(objections.length >= 3, id);
      assert.ok(rubric.criteria.length >= 4, id);
      assert.ok(brief.objectives.length >= 3, id);
      assert.ok(hiddenFacts.length >= 3, id);
    }
  });
});

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "scenarios-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
