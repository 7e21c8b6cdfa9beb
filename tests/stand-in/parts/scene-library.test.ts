import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { SceneLibrary } from "../../../demo/stand-in/scene/scene-library.ts";

const SOURCE = path.join(import.meta.dirname, "../../../scenarios/saas-discovery-en.yaml");
const INSTRUCTIONS = "Scenario: saas-discovery-en\n";
const STRANGER = "Hello, how can I help you today?";

it("SceneLibrary.refresh() finds a scenario when its file comes, and keeps it when the file breaks", async (t) => {
  const folder = await createFolder(t);
  const library = new SceneLibrary(folder);
  await library.refresh();
  assert.equal(openingOf(library), STRANGER);
  const file = path.join(folder, "saas-discovery-en.yaml");
  await copyFile(SOURCE, file);
  await library.refresh();
  assert.equal(openingOf(library), "Dana Whitfield.");
  await writeFile(file, "id: [");
  await library.refresh();
  assert.equal(openingOf(library), "Dana Whitfield.");
  await rm(file);
  await library.refresh();
  assert.equal(openingOf(library), STRANGER);
});

function openingOf(library: SceneLibrary): string | null {
  return library.createScene(INSTRUCTIONS).reply([], []).speech;
}

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "scenes-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
