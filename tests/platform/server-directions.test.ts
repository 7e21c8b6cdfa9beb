import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { ESLint } from "eslint";
import { projectPath } from "../../demo/platform/project-paths.ts";

const SHARED = "supabase/functions/_shared";
/** One file of each room, to be imported by the others. */
const FILES: Readonly<Record<string, string>> = {
  contract: `${SHARED}/contract/problem.ts`,
  scenario: `${SHARED}/scenario/schema.ts`,
  tools: `${SHARED}/tools/run-tool.ts`,
  scoring: `${SHARED}/scoring/write-report.ts`,
  runtime: `${SHARED}/runtime/http/serve.ts`,
  identity: `${SHARED}/identity/token-secret.ts`,
  providers: `${SHARED}/providers/sideband.ts`,
  store: `${SHARED}/store/store.ts`,
  jobs: `${SHARED}/jobs/make-report.ts`,
  observation: `${SHARED}/observation/segment.ts`,
  coach: "supabase/functions/coach/app.ts",
  observer: "supabase/functions/observer/app.ts",
  health: "supabase/functions/health/app.ts",
  reports: "supabase/functions/reports/app.ts",
  lti: "supabase/functions/lti/app.ts",
  console: "supabase/functions/console/app.ts",
  cli: "supabase/cli/cli.ts",
  widget: "widget/src/domain/state/practice.ts",
  demo: "demo/platform/project-paths.ts",
};
/** What each room may import beside itself: the chain of the picture, and the rooms beside it. */
const ALLOWED: Readonly<Record<string, string>> = {
  contract: "",
  scenario: "contract",
  tools: "contract scenario",
  scoring: "contract scenario tools",
  runtime: "contract",
  identity: "contract runtime",
  providers: "contract tools scoring runtime",
  store: "contract scenario tools scoring runtime",
  jobs: "contract scenario scoring runtime identity providers store",
  observation: "contract runtime providers store jobs",
};
const ALL_SHARED = Object.keys(ALLOWED).join(" ");
/** Where a file is planted, and what it may import; rooms that wait have no file yet and their zone already. */
const PLACES: readonly (readonly [folder: string, allowed: string])[] = [
  ...Object.entries(ALLOWED).map(
    ([room, allowed]) => [`${SHARED}/${room}`, `${room} ${allowed}`] as const,
  ),
  ...["coach", "observer", "health", "reports", "lti", "console"].map(
    (name) => [`supabase/functions/${name}`, `${name} ${ALL_SHARED}`] as const,
  ),
  ...["phone", "tools"].map((name) => [`supabase/functions/${name}`, ALL_SHARED] as const),
  ["supabase/workers/relay", ALL_SHARED],
  ["supabase/cli", `cli ${ALL_SHARED}`],
];
const RULE = "import-x/no-restricted-paths";

/** Budgets and rules that hold for the functions as for the widget, each with a text that breaks it. */
const BROKEN: readonly (readonly [rule: string, code: string])[] = [
  ["max-lines", "export const one = 1;\n".repeat(401)],
  ["max-lines-per-function", `export function f() {\n${"  g();\n".repeat(61)}}\n`],
  ["complexity", `export const f = (a: number) => ${"a > 1 ? a : ".repeat(12)}a;\n`],
  ["max-params", "export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];\n"],
  ["max-depth", `export function f() {\n${"if (g) {".repeat(4)} g();${"}".repeat(4)}\n}\n`],
  ["import-x/no-default-export", "export default 1;\n"],
  ["@typescript-eslint/no-explicit-any", "export const f = (a: any) => [a];\n"],
  ["@typescript-eslint/no-non-null-assertion", "export const f = (a: string | null) => a!;\n"],
];

describe("the directions of the back end", () => {
  let eslint: ESLint;

  before(() => {
    // Without types, which these rules do not ask for: the rest takes a minute.
    const rules = new Set([RULE, ...BROKEN.map(([rule]) => rule)]);
    eslint = new ESLint({
      cwd: projectPath(""),
      ruleFilter: ({ ruleId }) => rules.has(ruleId),
      overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions: { project: null } } },
    });
  });

  /** The rules that a text in a file of that name breaks, by line. */
  async function lint(
    file: string,
    code: string,
  ): Promise<(readonly [line: number, rule: string])[]> {
    const [result] = await eslint.lintText(code, { filePath: projectPath(file) });
    return (result?.messages ?? []).map(({ line, ruleId }) => [line, String(ruleId)] as const);
  }

  for (const [folder, allowed] of PLACES)
    // Types cost nothing at run time and would still tie two rooms together.
    for (const kind of ["import", "import type"])
      it(`eslint refuses \`${kind}\` in ${folder} of all but ${allowed.trim()}`, async () => {
        const up = folder.split("/").map(() => "..");
        const rooms = Object.keys(FILES);
        const lines = rooms.map((room, index) => {
          return `${kind} * as room${index} from "${[...up, FILES[room]].join("/")}";`;
        });
        const found = await lint(`${folder}/planted.ts`, lines.join("\n"));
        const refused = found.filter(([, rule]) => rule === RULE).map(([line]) => rooms[line - 1]);
        const free = new Set(allowed.split(" "));
        assert.deepEqual(
          [...new Set(refused)],
          rooms.filter((room) => !free.has(room)),
        );
      });

  for (const place of [`${SHARED}/store/planted.ts`, "supabase/cli/planted.ts"])
    for (const [rule, code] of BROKEN)
      it(`eslint refuses what breaks ${rule} in ${place}`, async () => {
        const found = await lint(place, code);
        assert.ok(
          found.some(([, each]) => each === rule),
          `${rule} is silent: ${found.join("; ")}`,
        );
      });

  it("the files that are planted as imports exist, so that eslint finds their rooms", () => {
    for (const file of Object.values(FILES)) assert.ok(readFileSync(projectPath(file)).length > 0);
  });
});
