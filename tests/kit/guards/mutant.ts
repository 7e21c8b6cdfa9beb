import { readFileSync } from "node:fs";

/** One guard taken out of a file: an exact piece of its source, and what stands there instead. */
export interface Mutant {
  /** What gets through without the guard, in words. */
  readonly lets: string;
  readonly piece: string;
  /** Nothing where unset: the piece is cut out. */
  readonly replacement?: string;
}

/** A file with guards, and the fewest test files that must notice when one of them is gone. */
export interface GuardedFile {
  readonly file: string;
  /** From the project's root; `_test.ts` runs on Deno, `.test.ts` on Node, `.sql` in Postgres. */
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** A mutant together with where it goes. */
export interface PlacedMutant extends Mutant {
  readonly file: string;
  readonly tests: readonly string[];
}

/** What a run of test files came to. */
export interface TestRun {
  readonly isGreen: boolean;
  /** The names of tests that failed; empty too where a file could not be loaded, or the run took too long. */
  readonly failed: readonly string[];
}

/** Every mutant of every file. */
export function listMutants(files: readonly GuardedFile[]): PlacedMutant[] {
  return files.flatMap(({ file, tests, mutants }) =>
    mutants.map((mutant) => ({ ...mutant, file, tests })),
  );
}

/** The file below `root` with the guard taken out. @throws where the piece is not there exactly once. */
export function toMutatedText(
  root: string,
  { file, piece, replacement = "" }: PlacedMutant,
): string {
  const [before, after, ...more] = readFileSync(root + file, "utf8").split(piece);
  if (before === undefined || after === undefined || more.length > 0 || piece === replacement) {
    throw new Error(`${file} does not hold exactly once: ${piece}`);
  }
  return before + replacement + after;
}
