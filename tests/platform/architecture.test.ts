import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { findCycles } from "../kit/architecture/find-cycles.ts";
import { type FileImport, readImports } from "../kit/architecture/read-imports.ts";

const PAGE = readFileSync(projectPath("docs/architecture.md"), "utf8");
const IMPORTS = readImports(["widget", "supabase", "scenarios", "demo", "tests"]);

/** Tests may know each other's types in a circle: a page has checks of its visit, a visit its page. */
const ALLOWED_CYCLES: readonly RegExp[] = [/^tests\/kit\/host-pages\//, /^tests\/functions\/kit\//];

/** The arrows of the page's picture under a heading, as `from → to`. */
function drawn(heading: string): string[] {
  const [, section = ""] = PAGE.split(`\n## ${heading}\n`);
  const [, picture = ""] = /```mermaid\n([\s\S]*?)```/.exec(section) ?? [];
  return [...picture.matchAll(/^ *([\w-]+) --> (.+)$/gm)]
    .flatMap(([, from = "", to = ""]) => to.split(" & ").map((each) => `${from} → ${each.trim()}`))
    .toSorted();
}

/** The arrows among rooms that the imports make; `toRoom` is null for what the picture leaves out. */
function found(toRoom: (path: string) => string | null): string[] {
  const toArrow = ({ from, to }: FileImport): string | null => {
    const [own, other] = [toRoom(from), toRoom(to)];
    return own === null || other === null || own === other ? null : `${own} → ${other}`;
  };
  return [...new Set(IMPORTS.flatMap((each) => toArrow(each) ?? []))].toSorted();
}

function toWidgetRoom(path: string): string | null {
  if (path.startsWith("supabase/functions/_shared/contract/")) return "contract";
  return /^widget\/src\/([\w-]+)\//.exec(path)?.[1] ?? null;
}

function toServerRoom(path: string): string | null {
  const [, room = null] =
    /^supabase\/(?:functions\/(?:_shared\/)?)?([\w-]+)\/.+\.ts$/.exec(path) ?? [];
  return room;
}

describe("docs/architecture.md", () => {
  it("draws the arrows of the widget when it is compared with the imports", () => {
    assert.deepEqual(drawn("The widget"), found(toWidgetRoom));
  });

  it("draws the arrows of the back end when it is compared with the imports", () => {
    assert.deepEqual(drawn("The back end"), found(toServerRoom));
  });

  it("has a paragraph for each room when a room is drawn", () => {
    const rooms = new Set(
      [...drawn("The widget"), ...drawn("The back end")].flatMap((arrow) => arrow.split(" → ")),
    );
    const missing = [...rooms].filter(
      (room) => !new RegExp(`^\\*\\*${room}/\\*\\* `, "m").test(PAGE),
    );
    assert.deepEqual(missing, []);
  });
});

describe("the files of this project", () => {
  it("import one another in no circle when types count too", () => {
    const cycles = findCycles(IMPORTS).filter(
      ([file = ""]) => !ALLOWED_CYCLES.some((allowed) => allowed.test(file)),
    );
    assert.deepEqual(cycles, []);
  });

  it("findCycles() finds a circle when one is planted", () => {
    const planted = [
      ["a.ts", "b.ts"],
      ["b.ts", "c.ts"],
      ["c.ts", "d.ts"],
      ["c.ts", "b.ts"],
      ["d.ts", "e.ts"],
    ].map(([from = "", to = ""]) => ({ from, to }));
    assert.deepEqual(findCycles(planted), [["b.ts", "c.ts"]]);
  });
});
