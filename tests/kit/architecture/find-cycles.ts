import type { FileImport } from "./read-imports.ts";

/** The groups of files that reach one another in a circle: the strongly connected ones, after Tarjan. */
export function findCycles(imports: readonly FileImport[]): string[][] {
  const search = new CycleSearch(imports);
  for (const { from } of imports) search.visit(from);
  return search.cycles;
}

class CycleSearch {
  readonly cycles: string[][] = [];
  readonly #targets = new Map<string, string[]>();
  readonly #order = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];

  constructor(imports: readonly FileImport[]) {
    for (const { from, to } of imports)
      this.#targets.set(from, [...(this.#targets.get(from) ?? []), to]);
  }

  /** Follows a file's imports; returns the earliest file that they lead back to, by its number. */
  visit(file: string): number {
    const known = this.#order.get(file);
    if (known !== undefined) return this.#lowest.get(file) ?? known;
    const own = this.#order.size;
    this.#order.set(file, own);
    this.#open.push(file);
    let lowest = own;
    this.#lowest.set(file, lowest);
    for (const target of this.#targets.get(file) ?? []) {
      const isOpen = !this.#order.has(target) || this.#open.includes(target);
      if (isOpen) lowest = Math.min(lowest, this.visit(target));
    }
    this.#lowest.set(file, lowest);
    if (lowest === own) this.#close(file);
    return lowest;
  }

  #close(file: string): void {
    const group = this.#open.splice(this.#open.indexOf(file));
    if (group.length > 1) this.cycles.push(group.toSorted());
  }
}
