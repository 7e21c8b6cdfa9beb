import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const ROOT = path.join(import.meta.dirname, "../../..");
/** What makes markup, code or a document of a text. */
const READERS = new RegExp(
  [
    ...["unsafeHTML", "unsafeSVG", "unsafeStatic", "innerHTML", "outerHTML", "insertAdjacentHTML"],
    ...["createContextualFragment", "DOMParser", "setHTML\\w*", "srcdoc", "document\\.write\\w*"],
    ...["eval\\(", "new Function\\("],
  ].join("|"),
);

test("nothing reads text as markup in the widget", () => {
  const files = globSync("widget/src/**/*.ts", { cwd: ROOT });
  assert.ok(files.length > 150);
  const found = files.flatMap((file) => {
    const code = readFileSync(path.join(ROOT, file), "utf8").replaceAll(
      /^\s*(?:\/\/|\/?\*).*$/gm,
      "",
    );
    return READERS.test(code) ? [`${file}: ${READERS.exec(code)?.[0] ?? ""}`] : [];
  });
  assert.deepEqual(found, []);
});
