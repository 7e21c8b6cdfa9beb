const MINUTE_MS = 60_000;

/** What happened within the last minute. */
export class LastMinute<Happening> {
  #noted: { readonly atMs: number; readonly what: Happening }[] = [];

  /** Notes something, and gives all that is not older than a minute then. */
  add(what: Happening, nowMs: number): readonly Happening[] {
    this.#noted = [...this.#noted, { atMs: nowMs, what }].filter(
      ({ atMs }) => atMs > nowMs - MINUTE_MS,
    );
    return this.#noted.map((noted) => noted.what);
  }
}

/** The sum of what `amountOf` says of each. */
export function sumOf<Each>(all: readonly Each[], amountOf: (each: Each) => number): number {
  return all.reduce((sum, each) => sum + amountOf(each), 0);
}
