import { unknownName, type Contradiction } from "./contradiction.ts";
import type { Records, RecordField, RecordTable, RecordTool, RecordValue } from "./records.ts";

type Path = (string | number)[];

/** Everything in which the persona's records contradict one another. */
export function findRecordsContradictions({ records, tools }: Records): Contradiction[] {
  return [
    ...records.flatMap((table, index) => tableContradictions(table, ["world", "records", index])),
    ...tools.flatMap((tool, index) => toolContradictions(tool, records, ["world", "tools", index])),
  ];
}

function tableContradictions(table: RecordTable, path: Path): Contradiction[] {
  const { key, fields, rows } = table;
  const known = Object.keys(fields);
  if (!known.includes(key)) return [unknownName([...path, "key"], "field", key, known)];
  const keys = rows.map((row) => row[key]);
  return [
    ...choiceContradictions(fields, [...path, "fields"]),
    ...rows.flatMap((row, index) => {
      const at = [...path, "rows", index];
      const missing = known.filter((field) => !Object.hasOwn(row, field));
      return [
        ...missing.map((field) => ({
          path: at,
          message: `lacks ${field}; add a line ${field}: …`,
        })),
        ...valueContradictions(row, fields, at),
        ...repeatedKey(keys, index, [...at, key]),
      ];
    }),
  ];
}

function choiceContradictions(fields: RecordTable["fields"], path: Path): Contradiction[] {
  return Object.entries(fields).flatMap(([name, { type, choices }]) =>
    choices === undefined || type === "text"
      ? []
      : [
          {
            path: [...path, name, "choices"],
            message: "only for a text; remove it, or write type: text",
          },
        ],
  );
}

function repeatedKey(keys: readonly (RecordValue | undefined)[], index: number, path: Path) {
  const key = keys[index];
  return key === undefined || keys.indexOf(key) === index
    ? []
    : [{ path, message: `"${String(key)}" is taken; give each record a key of its own` }];
}

function toolContradictions(
  tool: RecordTool,
  tables: readonly RecordTable[],
  path: Path,
): Contradiction[] {
  const records = tables.find(({ id }) => id === tool.records);
  if (records === undefined) {
    const known = tables.map(({ id }) => id);
    return [unknownName([...path, "records"], "records", tool.records, known)];
  }
  const known = Object.keys(records.fields);
  const lists = (["by", "shows", "inputs"] as const).flatMap((list) =>
    (tool[list] ?? []).flatMap((field, index) =>
      known.includes(field) ? [] : [unknownName([...path, list, index], "field", field, known)],
    ),
  );
  return [
    ...lists,
    ...valueContradictions(tool.sets ?? {}, records.fields, [...path, "sets"]),
    ...valueContradictions(tool.onlyWhen ?? {}, records.fields, [...path, "onlyWhen"]),
    ...changedKey(tool, records, path),
    ...kindContradictions(tool, path),
  ];
}

/** A record that loses its key could not be found again. */
function changedKey(
  { sets, inputs }: RecordTool,
  { key }: RecordTable,
  path: Path,
): Contradiction[] {
  const message = "is the key of the records; an action must leave it as it is, so remove it";
  const position = inputs?.indexOf(key) ?? -1;
  return [
    ...(sets !== undefined && Object.hasOwn(sets, key)
      ? [{ path: [...path, "sets", key], message }]
      : []),
    ...(position === -1 ? [] : [{ path: [...path, "inputs", position], message }]),
  ];
}

function kindContradictions({ kind, ...tool }: RecordTool, path: Path): Contradiction[] {
  if (kind === "action")
    return tool.sets === undefined && tool.inputs === undefined
      ? [{ path, message: "changes nothing; add sets or inputs, or write kind: lookup" }]
      : [];
  return (["sets", "inputs", "onlyWhen", "answer"] as const).flatMap((key) =>
    tool[key] === undefined
      ? []
      : [{ path: [...path, key], message: "only for an action; remove it, or write kind: action" }],
  );
}

function valueContradictions(
  values: Readonly<Record<string, RecordValue>>,
  fields: RecordTable["fields"],
  path: Path,
): Contradiction[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined)
      return [unknownName([...path, name], "field", name, Object.keys(fields))];
    const wanted = wantedValue(field, value);
    return wanted === null
      ? []
      : [{ path: [...path, name], message: `is ${JSON.stringify(value)}; write ${wanted}` }];
  });
}

/** Null where the value fits its field. */
function wantedValue({ type, choices }: RecordField, value: RecordValue): string | null {
  if (type === "date")
    return typeof value === "string" && isDate(value) ? null : "a date in quotes as '2026-11-30'";
  if (type === "number") return typeof value === "number" ? null : "a number";
  if (type === "boolean") return typeof value === "boolean" ? null : "true or false";
  if (typeof value !== "string") return "a text in quotes";
  return choices === undefined || choices.includes(value) ? null : `one of ${choices.join(", ")}`;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
