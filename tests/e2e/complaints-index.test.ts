import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { it } from "node:test";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { TRANSCRIPT_AND_LMS_COMPLAINTS } from "../kit/complaints/complaints-transcript.ts";
import { AUDIO_AND_HOST_COMPLAINTS, type Complaint } from "../kit/complaints/complaints.ts";
import { HOST_PAGES } from "../kit/host-pages/host-pages.ts";

/** The title of a test, or of a group of them. */
const TITLE = /^\s*(?:describe|it|(?:Deno\.)?test|stageTest)\(\s*(["'`])(.*?)\1,/gm;

async function readTitles(): Promise<string> {
  const titles = HOST_PAGES.map(({ name }) => name);
  for await (const file of glob(projectPath("tests/**/*{.,_}test.ts"))) {
    const source = await readFile(file, "utf8");
    titles.push(...[...source.matchAll(TITLE)].map(([, , title = ""]) => title));
  }
  return titles.join("\n");
}

const COMPLAINTS: readonly Complaint[] = [
  ...AUDIO_AND_HOST_COMPLAINTS,
  ...TRANSCRIPT_AND_LMS_COMPLAINTS,
];

/** True where the id stands by itself: `EL#8` is not in `EL#873`, nor `agents#3` in `livekit/agents#3`. */
function isNamed(id: string, titles: string): boolean {
  const literal = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w/-])${literal}(?!\\d)`).test(titles);
}

it("every complaint about another widget has a test that is named after it, or a reason why none can be written", async () => {
  const titles = await readTitles();
  const tested = COMPLAINTS.filter(({ untestable }) => untestable === undefined);
  const missing = tested.flatMap(({ ids }) => ids).filter((id) => !isNamed(id, titles));
  assert.deepEqual(missing, []);
});
