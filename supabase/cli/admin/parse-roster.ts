import * as z from "zod";
import { CommandError } from "../command.ts";

/** A learner as a host's list names one. */
export interface NamedLearner {
  readonly sub: string;
  readonly name: string | null;
  readonly cohort: string | null;
}

const text = (most: number) => z.string().trim().min(1).max(most);
const Learner = z.strictObject({
  sub: z.string().min(1).max(255),
  name: text(200).nullish(),
  cohort: text(120).nullish(),
});
const COLUMNS = ["sub", "name", "cohort"];

/** Reads a list of learners, JSON or CSV (RFC 4180). @throws {CommandError} naming the entry that is wrong. */
export function parseRoster(file: string): NamedLearner[] {
  const content = file.replace(/^\uFEFF/, "").trim();
  const entries = content.startsWith("[") ? parseJson(content) : parseCsv(content);
  return entries.map((entry, index) => {
    const { success, data, error } = Learner.safeParse(entry);
    if (success) return { sub: data.sub, name: data.name ?? null, cohort: data.cohort ?? null };
    const [issue] = error.issues;
    throw new CommandError(
      `Entry ${index + 1} has no valid ${String(issue?.path[0] ?? "shape")}: ${issue?.message ?? ""}.`,
    );
  });
}

function parseJson(content: string): unknown[] {
  try {
    const list: unknown = JSON.parse(content);
    if (Array.isArray(list)) return list;
  } catch {
    // Said below, as of any other text that is no list.
  }
  throw new CommandError("The file is no JSON list.");
}

function parseCsv(content: string): Record<string, string>[] {
  const [head = [], ...rows] = splitRows(content);
  const names = head.map((name) => name.trim().toLowerCase());
  if (!names.includes("sub") || names.some((name) => !COLUMNS.includes(name))) {
    throw new CommandError("The first line must name the columns: sub, name, cohort.");
  }
  return rows.map((row, index) => {
    if (row.length !== names.length) {
      throw new CommandError(`Entry ${index + 1} has ${row.length} fields, not ${names.length}.`);
    }
    const cells = names.map((name, place) => [name, row[place] ?? ""] as const);
    return Object.fromEntries(cells.filter(([, cell]) => cell.trim() !== ""));
  });
}

/** Cells may hold commas, line ends and doubled quotes within quotes. */
function splitRows(content: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of content.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/g,
  )) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0]?.trim() !== "");
}
