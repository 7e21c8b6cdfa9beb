import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type * as z from "zod";
import { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { explainIssue } from "./explain-issue.ts";
import { explainYamlError } from "./explain-yaml-error.ts";
import { findUnstorable } from "./find-unstorable.ts";
import { findOrigin, mergeScenario } from "./merge-scenario.ts";

/** Something to mend in a scenario file. */
export interface ScenarioProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Such as `rubric.criteria[2].weight`; empty for the whole file. */
  readonly path: string;
  /** What is wrong, then what to do about it. */
  readonly message: string;
}

/** A scenario, or everything that keeps the text from being one. */
export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** The text of a scenario file and the name that problems call it by. */
export interface ScenarioFile {
  readonly text: string;
  readonly file: string;
}

type Path = readonly PropertyKey[];

/** Five times the largest that anybody wrote; each start of a practice reads the whole of it. */
const MAX_BYTES = 200_000;

/** What editors and text processors put in place of spaces, which YAML does not take for them. */
const FALSE_INDENTS = [
  [/^ *\t/, "a tab"],
  [/^ *[\u00a0\u202f]/u, "a no-break space"],
] as const;

/** A file whose YAML could be read. */
interface ReadFile {
  readonly file: string;
  readonly value: unknown;
  readonly lineOf: (path: Path) => number;
}

/**
 * Reads the text of one scenario file. `file` names it in problems; its base name must be the scenario's id.
 * A variant `extends` one of `others`, by id, and is checked after it was merged.
 */
export function parseScenario(
  text: string,
  file: string,
  others: ReadonlyMap<string, ScenarioFile> = new Map(),
): ParsedScenario {
  const read = readYaml({ text, file });
  if (Array.isArray(read)) return { ok: false, problems: read };
  const baseId = extendedId(read.value);
  if (baseId === undefined) return check(read, read.value, (issue) => toProblems(issue, read));
  const base = readBase(baseId, read, others);
  if ("message" in base) return { ok: false, problems: [base] };
  const variant = withoutExtends(read.value);
  const merged = mergeScenario(base.value, variant);
  const toOrigin = (path: Path) => findOrigin(base.value, variant, merged, path);
  return check(read, merged, (issue) =>
    toProblems(issue, read).map((problem, index) => {
      const { source, path } = toOrigin(pathsOf(issue)[index] ?? issue.path);
      if (source === "variant") {
        const line = path.length === 0 ? read.lineOf(["extends"]) : read.lineOf(path);
        return { ...problem, line };
      }
      const place = `${base.file}:${base.lineOf(path)}`;
      const message = `${problem.message} (inherited from ${place}; change it in this file)`;
      return { ...problem, line: read.lineOf(["extends"]), message };
    }),
  );
}

function check(
  read: ReadFile,
  value: unknown,
  explain: (issue: z.core.$ZodIssue) => ScenarioProblem[],
): ParsedScenario {
  const result = Scenario.safeParse(value, { reportInput: true });
  if (!result.success) return { ok: false, problems: result.error.issues.flatMap(explain) };
  const { file } = read;
  const expectedName = `${result.data.id}.yaml`;
  if (!file.endsWith(`/${expectedName}`) && file !== expectedName) {
    const message = `is "${result.data.id}"; write the file's name without .yaml, or rename the file`;
    return { ok: false, problems: [{ file, line: read.lineOf(["id"]), path: "id", message }] };
  }
  return { ok: true, scenario: result.data };
}

function readYaml({ text, file }: ScenarioFile): ReadFile | ScenarioProblem[] {
  const size = new TextEncoder().encode(text).length;
  if (size > MAX_BYTES) {
    const message = `holds ${toKilobytes(size)} kB, ${toKilobytes(MAX_BYTES)} at most; shorten the lists of its world`;
    return [{ file, line: 1, path: "", message }];
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    const indented = findFalseIndent(text);
    if (indented !== null) return [{ file, path: "", ...indented }];
    return document.errors.map((error) => ({
      file,
      line: lineCounter.linePos(error.pos[0]).line,
      path: "",
      message: explainYamlError(error.code, error.message),
    }));
  }
  const read = readValue(document);
  if (!read.ok) return [{ file, line: 1, path: "", message: read.message }];
  const lineOf = (path: Path) => lineCounter.linePos(offsetOf(document, path)).line;
  const unstorable = findUnstorable(read.value);
  if (unstorable.length === 0) return { file, value: read.value, lineOf };
  return unstorable.map(({ path, message }) => {
    return { file, line: lineOf(path), path: toPathText(path), message };
  });
}

function toKilobytes(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}

/** The first line that is set in with something else than spaces: the parser complains of those below it. */
function findFalseIndent(text: string): { readonly line: number; readonly message: string } | null {
  for (const [index, line] of text.split("\n").entries()) {
    const found = FALSE_INDENTS.find(([form]) => form.test(line));
    if (found !== undefined)
      return { line: index + 1, message: `is set in with ${found[1]}; use spaces` };
  }
  return null;
}

/** Aliases that point nowhere or multiply without end are found only here. */
function readValue(
  document: Document,
): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "an alias cannot be resolved";
    return { ok: false, message: `is no valid YAML: ${reason}; write the text out instead` };
  }
}

/** What `extends` says; undefined where the file is no variant. */
function extendedId(value: unknown): string | undefined {
  const isBlock = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isBlock || !("extends" in value)) return undefined;
  return typeof value.extends === "string" ? value.extends : JSON.stringify(value.extends);
}

function withoutExtends(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "extends"));
}

function readBase(
  id: string,
  { file, lineOf }: ReadFile,
  others: ReadonlyMap<string, ScenarioFile>,
): ReadFile | ScenarioProblem {
  const problem = { file, line: lineOf(["extends"]), path: "extends" };
  const found = others.get(id);
  if (found === undefined) {
    const known = [...others].filter(([, other]) => other.file !== file).map(([other]) => other);
    const remedy =
      known.length === 0 ? "there is no other" : `use one of ${known.sort().join(", ")}`;
    return { ...problem, message: `no scenario "${id}"; ${remedy}` };
  }
  if (found.file === file)
    return { ...problem, message: "is this scenario itself; name another one" };
  const base = readYaml(found);
  if (Array.isArray(base))
    return { ...problem, message: `${found.file} cannot be read; correct that file first` };
  const further = extendedId(base.value);
  if (further === undefined) return base;
  return {
    ...problem,
    message: `"${id}" is a variant itself; extend "${further}"`,
  };
}

/** The paths of an issue: one for each name that is not known, otherwise its own. */
function pathsOf(issue: z.core.$ZodIssue): Path[] {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => [...issue.path, key])
    : [issue.path];
}

function toProblems(issue: z.core.$ZodIssue, { file, lineOf }: ReadFile): ScenarioProblem[] {
  return pathsOf(issue).map((path) => ({
    file,
    line: lineOf(path),
    path: toPathText(path),
    message: explainIssue(
      issue.code === "unrecognized_keys" ? { ...issue, keys: [String(path.at(-1))] } : issue,
    ),
  }));
}

/** Where `path` stands in the text; for something missing, where its nearest parent stands. */
function offsetOf(document: Document, path: Path): number {
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && item.key.value === last,
    );
    const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    if (start !== undefined) return start;
  }
  const node = document.getIn(path, true);
  if (hasRange(node)) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

function toPathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
