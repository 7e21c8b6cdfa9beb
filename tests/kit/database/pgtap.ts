import type { Sql } from "postgres";

/** What one pgTAP file said. */
export interface TapResult {
  readonly passed: number;
  /** One entry a failed test, or what else was wrong with the file. */
  readonly failures: readonly string[];
}

/** Reads the TAP lines of a pgTAP file: failed tests, and a plan that was not kept. */
export function readTap(output: string): TapResult {
  const lines = output.split("\n");
  const failures: string[] = [];
  let passed = 0;
  let planned: number | undefined;
  lines.forEach((line, index) => {
    if (/^not ok\b/.test(line) && !/# TODO\b/i.test(line)) {
      failures.push([line, ...diagnosticsAfter(lines, index)].join("\n"));
    } else if (/^(not )?ok\b/.test(line)) {
      passed += 1;
    } else if (/^1\.\.\d+/.test(line)) {
      planned = Number(/^1\.\.(\d+)/.exec(line)?.[1]);
    }
  });
  const ran = passed + failures.length;
  if (planned === undefined) failures.push("no plan: call plan(n), and finish() at the end");
  else if (planned !== ran) failures.push(`wrong plan: ${planned} tests planned, ${ran} ran`);
  return { passed, failures };
}

function diagnosticsAfter(lines: readonly string[], index: number): string[] {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) => !line.startsWith("#"));
  return end === -1 ? rest : rest.slice(0, end);
}

/**
 * Runs the text of a pgTAP file in a transaction that is rolled back; pgTAP itself must be installed.
 *
 * @param before Statements that come first in the same transaction and go with it.
 */
export async function runPgtapText(sql: Sql, text: string, before = ""): Promise<TapResult> {
  const results: unknown = await sql.unsafe(`begin;${before};${text}\n;rollback;`).simple();
  return readTap(textCells(results).join("\n"));
}

/** Every text cell of the result sets, in order: pgTAP prints by returning text. */
function textCells(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textCells);
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textCells) : [];
}
