import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type * as z from "zod";
import { Scenario } from "../supabase/functions/_shared/scenario/schema.ts";
import { explainIssue } from "./explain-issue.ts";

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

type Path = readonly PropertyKey[];

/** Reads the text of one scenario file. `file` names it in problems; its base name must be the scenario's id. */
export function parseScenario(text: string, file: string): ParsedScenario {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file,
      line: lineCounter.linePos(error.pos[0]).line,
      path: "",
      message: `is no valid YAML: ${error.message}; correct this line or those beside it`,
    }));
    return { ok: false, problems };
  }
  const read = readValue(document);
  if (!read.ok)
    return { ok: false, problems: [{ file, line: 1, path: "", message: read.message }] };
  const result = Scenario.safeParse(read.value, { reportInput: true });
  const lineOf = (path: Path) => lineCounter.linePos(offsetOf(document, path)).line;
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => toProblems(issue, file, lineOf));
    return { ok: false, problems };
  }
  const expectedName = `${result.data.id}.yaml`;
  if (!file.endsWith(`/${expectedName}`) && file !== expectedName) {
    const message = `is "${result.data.id}"; write the file's name without .yaml, or rename the file`;
    return { ok: false, problems: [{ file, line: lineOf(["id"]), path: "id", message }] };
  }
  return { ok: true, scenario: result.data };
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

function toProblems(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: (path: Path) => number,
): ScenarioProblem[] {
  const paths =
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [...issue.path, key])
      : [issue.path];
  return paths.map((path) => ({
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
