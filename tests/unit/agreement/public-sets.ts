/** How often two raters gave which pair of scores: rows are those of the first, columns of the second. */
export interface RatedSet {
  readonly name: string;
  /** From score 0 on. */
  readonly table: readonly (readonly number[])[];
  /** κ as the publisher of the set prints it, to three places. */
  readonly printed: number;
}

/**
 * Counts over public essays of the Automated Student Assessment Prize (set 2) as rsmtool a844f716 carries them in
 * `examples/rsmeval/ASAP2_scores.csv` and `examples/rsmtool/train.csv`; scores of its system rounded.
 */
export const PUBLIC_SETS: readonly RatedSet[] = [
  {
    name: "two people, 200 essays",
    table: [
      [0, 0, 0, 0, 0, 0],
      [0, 5, 0, 0, 0, 0],
      [0, 5, 10, 10, 0, 0],
      [0, 0, 0, 45, 10, 0],
      [0, 0, 0, 25, 70, 0],
      [0, 0, 0, 0, 5, 15],
    ],
    printed: 0.833,
  },
  {
    name: "person and system, 200 essays",
    table: [
      [0, 0, 0, 0, 0, 0],
      [0, 5, 0, 0, 0, 0],
      [0, 7, 13, 5, 0, 0],
      [0, 0, 0, 41, 14, 0],
      [0, 0, 0, 21, 56, 18],
      [0, 0, 0, 0, 6, 14],
    ],
    printed: 0.814,
  },
  {
    name: "two people, 500 essays",
    table: [
      [0, 0, 0, 0, 0, 0, 0],
      [0, 10, 5, 0, 0, 0, 0],
      [0, 0, 20, 5, 0, 0, 0],
      [0, 0, 10, 175, 40, 0, 0],
      [0, 0, 0, 25, 175, 10, 0],
      [0, 0, 0, 0, 15, 0, 5],
      [0, 0, 0, 0, 0, 0, 5],
    ],
    printed: 0.827,
  },
];

/** The pairs that a table counts, each as an attempt of its own. */
export function toPairs(
  table: RatedSet["table"],
): { attempt: string; ai: number; human: number }[] {
  return table.flatMap((row, human) =>
    row.flatMap((count, ai) =>
      Array.from({ length: count }, (_, place) => ({
        attempt: `${human} ${ai} ${place}`,
        ai,
        human,
      })),
    ),
  );
}

/** κ of a table as Cohen wrote it, by weights over cells, in whole numbers until the last division. */
export function toTableKappa(table: RatedSet["table"]): number {
  const rows = table.map((row) => BigInt(row.reduce((sum, each) => sum + each, 0)));
  const columns = table.map((_, place) =>
    BigInt(table.reduce((sum, row) => sum + (row[place] ?? 0), 0)),
  );
  const all = rows.reduce((sum, each) => sum + each, 0n);
  let observed = 0n;
  let expected = 0n;
  for (const [first, row] of table.entries()) {
    for (const [second, count] of row.entries()) {
      const weight = BigInt((first - second) ** 2);
      observed += weight * BigInt(count) * all;
      expected += weight * (rows[first] ?? 0n) * (columns[second] ?? 0n);
    }
  }
  const precision = 10n ** 15n;
  return 1 - Number((observed * precision) / expected) / Number(precision);
}
