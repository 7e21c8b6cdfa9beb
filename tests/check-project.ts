import { globSync } from "node:fs";
import path from "node:path";
import { ESLint } from "eslint";
import ts from "typescript";
import { PROJECTS } from "./kit/checks/projects.ts";

const SOURCES = "**/*.{ts,mts,cts,js,mjs,cjs}";
const IGNORED = ["node_modules", "dist", ".local", "coverage"];

/** The types of this one hold among Deno's, and `deno check` has the word. */
const LEFT_TO_DENO = "tsconfig.functions.json";

const FORMAT: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (file) => file,
  getCurrentDirectory: () => process.cwd(),
  getNewLine: () => "\n",
};

function report(diagnostics: readonly ts.Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  process.exitCode = 1;
  process.stdout.write(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(diagnostics), FORMAT));
}

function readProject(project: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      report([diagnostic]);
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(project, {}, host);
  if (parsed === undefined) throw new Error(`${project} cannot be read.`);
  return parsed;
}

/** The files that a project lists and none before it does; without a project, those that none lists. */
function listFiles(project: string | undefined): string[] {
  const seen = new Set<string>();
  for (const { config } of PROJECTS) {
    const { fileNames } = readProject(config);
    if (config === project) return fileNames.filter((file) => !seen.has(file));
    for (const file of fileNames) seen.add(file);
  }
  if (project !== undefined) throw new Error(`${project} is no project.`);
  const all = globSync(SOURCES, { exclude: IGNORED }).map((file) => path.resolve(file));
  return all.filter((file) => !seen.has(file));
}

/** Says what `tsc -p` would, and lends its program to eslint. */
function checkTypes(project: string): ts.Program {
  const { fileNames, options, errors } = readProject(project);
  const program = ts.createProgram(fileNames, options, ts.createCompilerHost(options, true));
  report(project === LEFT_TO_DENO ? errors : [...errors, ...ts.getPreEmitDiagnostics(program)]);
  return program;
}

/** Says what `eslint` would, which makes the programs that it is configured for where none is lent. */
async function lint(files: readonly string[], program?: ts.Program): Promise<void> {
  const parserOptions = { programs: [program], project: null };
  const lent = { files: ["**/*.ts"], languageOptions: { parserOptions } };
  const eslint = new ESLint({ overrideConfig: program === undefined ? [] : lent });
  const results = await eslint.lintFiles(files.filter((file) => !file.endsWith(".tsx")));
  const formatter = await eslint.loadFormatter("stylish");
  process.stdout.write(await formatter.format(results));
  if (results.some(({ errorCount }) => errorCount > 0)) process.exitCode = 1;
}

// `node tests/check-project.ts [tsconfig]` checks the types and the style of what a project lists: `tsc` and `eslint`
// would each load it and infer its types anew. Without a project: the style of the files that none lists.
const [project] = process.argv.slice(2);
const files = listFiles(project);
await lint(files, project === undefined ? undefined : checkTypes(project));
