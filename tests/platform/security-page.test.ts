import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectPath } from "../../demo/platform/project-paths.ts";

const PAGE = readFileSync(projectPath("docs/security.md"), "utf8");
/** A file's text without comments, which prove nothing, and without what breaks a name into lines. */
const readFlat = (file: string): string =>
  readFileSync(projectPath(file), "utf8")
    .replaceAll(/^\s*(?:\/\/|\/?\*|--).*$/gm, "")
    .replaceAll(/\s+/g, " ");

test("docs/security.md names nothing as shown that no test is called", () => {
  const links = [...PAGE.matchAll(/\[([^\]]+)\]\(\.\.\/((?:tests|supabase\/tests)\/[^)]+)\)/g)];
  assert.ok(links.length > 100, `${links.length} links`);
  const missing = links.flatMap(([, name = "", file = ""]) => {
    if (name.startsWith("prove ")) {
      return file === `tests/prove/${name.slice("prove ".length)}.ts` ? [] : [`${name} → ${file}`];
    }
    return readFlat(file).includes(name) ? [] : [`${name} → ${path.basename(file)}`];
  });
  assert.deepEqual(missing, []);
});

test("docs/security.md has a row for each threat and fault, with a test or an honest word", () => {
  const rows = [...PAGE.matchAll(/^\| ([TF]\d+) +\|(.*)\|$/gm)];
  const numbers = rows.map(([, number]) => number ?? "");
  const wanted = [
    ...Array.from({ length: 27 }, (_, index) => `T${index + 1}`),
    ...Array.from({ length: 30 }, (_, index) => `F${index + 1}`),
  ];
  assert.deepEqual(numbers, wanted);
  for (const [, number = "", row = ""] of rows) {
    assert.match(row, /\]\(\.\.\/(?:tests|supabase)|not shown|not stopped/, number);
  }
});
