import type { CardAnswer } from "../contract/progress.ts";
import type { RecordField, RecordTable, RecordTool, RecordValue } from "../scenario/records.ts";
import { inputFields } from "./call-tools.ts";
import { fillIn, type ProgressSource } from "./progress-source.ts";
import type { ProgressState } from "./progress-state.ts";
import { describeValue, formatValue, isSameValue, readValue } from "./records-values.ts";

/** No more records than a person takes in. */
const MAXIMUM_ROWS = 5;

type Row = Readonly<Record<string, RecordValue>>;
type Found = { readonly position: number; readonly row: Row };

/** What a tool of the persona's records did. */
export interface RecordAnswer {
  readonly state: ProgressState;
  readonly outcome: CardAnswer["outcome"];
  /** What was wrong with the arguments, for the one who gave them; null where they were fit. */
  readonly fault: string | null;
  /** What the scenario has the tool say; null where it has nothing, or the tool did nothing. */
  readonly message: string | null;
  /** The records that were found or changed, with the fields that the tool shows. */
  readonly rows: readonly Row[];
}

/** The tool of that name that is offered to `user`; null where there is none. */
export function findRecordTool(
  { private: { world } }: ProgressSource,
  name: string,
  user: RecordTool["offeredTo"],
): RecordTool | null {
  return world?.tools.find(({ id, offeredTo }) => id === name && offeredTo === user) ?? null;
}

/** Looks records up, or changes one, in the session's own copy of the records. Pure. */
export function runRecordTool(
  source: ProgressSource,
  state: ProgressState,
  tool: RecordTool,
  given: Readonly<Record<string, unknown>>,
): RecordAnswer {
  const tables = source.private.world?.records ?? [];
  const records = tables.find(({ id }) => id === tool.records);
  const nothing = { state, message: null, rows: [] };
  if (records === undefined) return { ...nothing, outcome: "not_found", fault: null };
  const read = readArguments(tables, tool, given);
  if (typeof read === "string") return { ...nothing, outcome: "refused", fault: read };
  const found = rowsOf(source, state, records).filter(({ row }) => isMeant(row, tool.by, read));
  const [first] = found;
  if (first === undefined) return { ...nothing, outcome: "not_found", fault: null };
  if (tool.kind === "action") return act(source, state, { tool, read, found });
  const rows = found.slice(0, MAXIMUM_ROWS).map(({ row }) => pick(row, tool.shows));
  return { ...nothing, outcome: "found", fault: null, rows };
}

/** The answer as the learner's card shows it. */
export function toCardAnswer(
  source: ProgressSource,
  tool: RecordTool,
  answer: RecordAnswer,
): CardAnswer {
  const records = source.private.world?.records.find(({ id }) => id === tool.records);
  const fields = records?.fields ?? {};
  const toCells = (row: Row) =>
    Object.entries(row).flatMap(([name, value]) => {
      const field: RecordField | undefined = fields[name];
      if (field === undefined) return [];
      return [{ name, about: field.about, value: formatValue(field, value, source.language) }];
    });
  const { outcome, message } = answer;
  return { tool: tool.id, outcome, message, rows: answer.rows.map(toCells) };
}

function act(
  source: ProgressSource,
  state: ProgressState,
  {
    tool,
    read,
    found,
  }: { readonly tool: RecordTool; readonly read: Row; readonly found: readonly Found[] },
): RecordAnswer {
  const [first] = found;
  const refused = { state, outcome: "refused", message: null, rows: [] } as const;
  if (first === undefined || found.length > 1)
    return { ...refused, fault: "this fits several records" };
  const { position, row } = first;
  const isOpen = Object.entries(tool.onlyWhen ?? {}).every(([name, value]) =>
    isSameValue(row[name] ?? "", fillValue(source, value)),
  );
  if (!isOpen) return { ...refused, fault: null, rows: [pick(row, tool.shows)] };
  const set = Object.entries(tool.sets ?? {}).map(
    ([name, value]) => [name, fillValue(source, value)] as const,
  );
  const changes: Row = { ...Object.fromEntries(set), ...pick(read, tool.inputs ?? []) };
  const changed = { ...row, ...changes };
  const ofRecords = state.world[tool.records] ?? {};
  const earlier = ofRecords[String(position)] ?? {};
  return {
    state: {
      ...state,
      world: {
        ...state.world,
        [tool.records]: { ...ofRecords, [String(position)]: { ...earlier, ...changes } },
      },
    },
    outcome: "done",
    fault: null,
    message: tool.answer === undefined ? null : fillIn(source, tool.answer),
    rows: [pick(changed, tool.shows)],
  };
}

/** The values that were given, or what is wrong with them. A lookup needs one of its fields, an action all. */
function readArguments(
  tables: readonly RecordTable[],
  tool: RecordTool,
  given: Readonly<Record<string, unknown>>,
): Row | string {
  const fields = inputFields(tables, tool);
  const values: [string, RecordValue][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const isAbsent = value === undefined || value === null || value === "";
    if (isAbsent && tool.kind === "lookup") continue;
    const read = isAbsent ? null : readValue(field, value);
    if (read === null) return `${name} must be ${describeValue(field)}`;
    values.push([name, read]);
  }
  return values.length === 0
    ? `give ${Object.keys(fields).join(" or ")}`
    : Object.fromEntries(values);
}

function rowsOf(source: ProgressSource, state: ProgressState, { id, rows }: RecordTable): Found[] {
  const changes = state.world[id] ?? {};
  return rows.map((row, position) => {
    const written = Object.entries(row).map(
      ([name, value]) => [name, fillValue(source, value)] as const,
    );
    return { position, row: { ...Object.fromEntries(written), ...changes[String(position)] } };
  });
}

function isMeant(row: Row, by: readonly string[], read: Row): boolean {
  return by.every((name) => {
    // A field may bear a name that every object has.
    const wanted = Object.hasOwn(read, name) ? read[name] : undefined;
    const value = row[name];
    return wanted === undefined || (value !== undefined && isSameValue(value, wanted));
  });
}

function fillValue(source: ProgressSource, value: RecordValue): RecordValue {
  return typeof value === "string" ? fillIn(source, value) : value;
}

function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(row, name) ? row[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
