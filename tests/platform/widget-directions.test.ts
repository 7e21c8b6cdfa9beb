import assert from "node:assert/strict";
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
  ["elements/console/describe.ts", "../call/maka-call.ts"],
  ["elements/report/maka-report.ts", "../console/describe.ts"],
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
});
