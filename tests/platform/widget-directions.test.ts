import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "node:test";
import { ESLint } from "eslint";
import { projectPath } from "../../demo/platform/project-paths.ts";

/** Imports that must not be: where they are planted, and what they name. */
const PLANTED: readonly (readonly [file: string, imported: string])[] = [
  ["domain/to-json.ts", "../ports/clock.ts"],
  ["protocol/openai-realtime/wire-value.ts", "../../adapters/network/check.ts"],
  ["ports/clock.ts", "../session/attempt.ts"],
  ["adapters/network/check.ts", "../../locales/texts.ts"],
  ["session/child-signal.ts", "../adapters/network/check.ts"],
  ["controllers/level-controller.ts", "../elements/kit/icons.ts"],
  ["locales/texts.ts", "../elements/kit/icons.ts"],
  ["locales/fr/tag.ts", "../languages.ts"],
  ["elements/tag/maka-practice.ts", "../../entries/report.ts"],
  ["elements/tag/maka-practice.ts", "../../session/attempt.ts"],
  ["elements/report/maka-report.ts", "../../entries/report-details.ts"],
  ["elements/report/maka-report.ts", "../call/maka-call.ts"],
  ["elements/call/maka-call.ts", "../before-call/maka-consent.ts"],
  ["elements/before-call/maka-consent.ts", "../tag/maka-voice-coach.ts"],
  ["elements/kit/icons.ts", "../tag/shell.ts"],
];
const RULE = "import-x/no-restricted-paths";

describe("the directions of the widget", () => {
  let eslint: ESLint;

  before(() => {
    // This rule alone, and without types, which it does not ask for: the rest takes a minute.
    eslint = new ESLint({
      cwd: projectPath(""),
      ruleFilter: ({ ruleId }) => ruleId === RULE,
      overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions: { project: null } } },
    });
  });

  for (const [file, imported] of PLANTED)
    // Types cost nothing at run time and would still tie two rooms together.
    for (const kind of ["import", "import type"])
      it(`eslint refuses \`${kind}\` of ${imported} in ${file}`, async () => {
        const code = `${kind} * as planted from "${imported}";\nexport const used: typeof planted | null = null;\n`;
        const [result] = await eslint.lintText(code, {
          filePath: projectPath(`widget/src/${file}`),
        });
        assert.deepEqual(
          result?.messages.map(({ ruleId }) => ruleId),
          [RULE],
        );
      });

  it("no file imports itself by way of others, not even for a type", async () => {
    const cycles = findCycles(await readImports());
    assert.deepEqual(cycles, []);
  });
});

/** Each file of the widget with those that it imports as it loads, types included. */
async function readImports(): Promise<Map<string, string[]>> {
  const files = globSync("widget/**/*.ts", { cwd: projectPath("") });
  const entries = files.map(async (file) => {
    const code = await readFile(projectPath(file), "utf8");
    const found = code.matchAll(/^(?:import|export)\b[^"';]*?"(\.[^"]+)"/gm);
    const imports = [...found].map(([, to = ""]) => path.join(path.dirname(file), to));
    return [file, imports] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The first way back that a walk from each file finds, as a chain of files. */
function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (way.includes(file) || done.has(file)) return;
    for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  return cycles;
}
