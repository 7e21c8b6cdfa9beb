import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { PROJECT_FOLDER } from "../../../demo/platform/project-paths.ts";
import { GUARDS } from "../../kit/guards/all-guards.ts";
import { listMutants, toMutatedText } from "../../kit/guards/mutant.ts";

test("every guard that `prove guards` takes out is still where the table says, once", () => {
  const mutants = listMutants(GUARDS);
  for (const mutant of mutants) toMutatedText(PROJECT_FOLDER, mutant);
  const names = mutants.map(({ file, lets }) => `${file} ${lets}`);
  assert.equal(new Set(names).size, names.length, "two guards of one name");
  for (const { tests } of mutants) {
    for (const file of tests) assert.ok(existsSync(PROJECT_FOLDER + file), file);
  }
});

test("toMutatedText() refuses a piece that is gone, stands twice, or stays", () => {
  const [mutant] = listMutants(GUARDS);
  assert.ok(mutant);
  const changes = [{ piece: "no such piece" }, { piece: "this." }, { replacement: mutant.piece }];
  for (const change of changes) {
    const attempt = (): string => toMutatedText(PROJECT_FOLDER, { ...mutant, ...change });
    assert.throws(attempt, /does not hold exactly once/);
  }
});
