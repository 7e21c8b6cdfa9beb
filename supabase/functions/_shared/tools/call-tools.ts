import { causesOf, namedSteps } from "../scenario/cues.ts";
import { idsOf } from "../scenario/parts.ts";
import type { PrivatePart, PublicPart } from "../scenario/schema.ts";
import type { RecordField, RecordTable, RecordTool } from "../scenario/records.ts";
import { Outcome } from "./progress-state.ts";

/** A parameter of a tool, in the words of JSON Schema. */
interface ToolParameter {
  readonly type: "string" | "number" | "boolean";
  readonly enum?: readonly string[];
  readonly description?: string;
}

/** A function that the persona may call during its call, whatever the provider. */
export interface CallTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, ToolParameter>>;
    readonly required: readonly string[];
  };
}

/** What of a scenario decides which tools its calls have. */
export interface ToolSource {
  readonly public: PublicPart;
  readonly private: PrivatePart;
}

/**
 * The tools of a scenario's calls: the silent ones by which the persona keeps track, then those of its records. Pure, and
 * the same for each call of a version: the provider's cache depends on it. Kept short, since they cost tokens in
 * every turn (about 350 for a scenario of the library, a test holds them below 600); when to call what stands
 * in the instructions.
 */
export function toCallTools(source: ToolSource): CallTool[] {
  const { phases, objections, world } = source.private;
  const steps = namedSteps(source.private.steps);
  const fields = Object.keys(detailFields(source.private));
  const offered = (world?.tools ?? []).filter(({ offeredTo }) => offeredTo === "persona");
  return [
    tool("move_to_phase", "Your mood has changed by what was said.", {
      phase: oneOf(idsOf(phases)),
      because: oneOf(causesOf(source.public, source.private)),
    }),
    tool("raise_objection", "You voice this doubt.", { objection: oneOf(idsOf(objections)) }),
    tool("settle_objection", "This doubt has been settled.", {
      objection: oneOf(idsOf(objections)),
    }),
    tool("mark_objective", "The other side has reached this.", {
      objective: oneOf(idsOf(source.public.objectives)),
    }),
    ...(steps.length === 0
      ? []
      : [tool("reach_step", "The talk has come to this step.", { step: oneOf(idsOf(steps)) })]),
    ...(fields.length === 0
      ? []
      : [
          tool("give_detail", "You have told this; the other side notes it.", {
            field: oneOf(fields),
            value: { type: "string" },
          }),
        ]),
    tool("end_call", "You have said goodbye.", { outcome: oneOf(Outcome.options) }),
    ...offered.map((declared) => toRecordTool(source.private, declared)),
  ];
}

/** The fields that the learner's card asks for, by name: by them it finds records, and with them it fills them. */
export function detailFields({ world }: PrivatePart): Readonly<Record<string, RecordField>> {
  const tools = (world?.tools ?? []).filter(({ offeredTo }) => offeredTo === "learner");
  return Object.fromEntries(
    tools.flatMap((one) => Object.entries(inputFields(world?.records ?? [], one))),
  );
}

/** What the user of a records' tool fills in, by field name, in the order of the scenario. */
export function inputFields(
  records: readonly RecordTable[],
  { records: id, by, inputs = [] }: RecordTool,
): Readonly<Record<string, RecordField>> {
  const fields = records.find((one) => one.id === id)?.fields ?? {};
  return Object.fromEntries(
    [...new Set([...by, ...inputs])].flatMap((name) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field === undefined ? [] : [[name, field]];
    }),
  );
}

function toRecordTool({ world }: PrivatePart, declared: RecordTool): CallTool {
  const fields = inputFields(world?.records ?? [], declared);
  const parameters = Object.entries(fields).map(([name, { type, about, choices }]) => {
    const date = type === "date" ? " (2026-11-30)" : "";
    const parameter: ToolParameter = {
      type: type === "date" || type === "text" ? "string" : type,
      description: `${about}${date}`,
      ...(choices === undefined ? {} : { enum: choices }),
    };
    return [name, parameter] as const;
  });
  const required =
    declared.kind === "action" || declared.by.length === 1 ? Object.keys(fields) : [];
  const { parameters: shape, ...named } = tool(
    declared.id,
    declared.about,
    Object.fromEntries(parameters),
  );
  return { ...named, parameters: { ...shape, required } };
}

function tool(
  name: string,
  description: string,
  properties: Readonly<Record<string, ToolParameter>>,
): CallTool {
  return {
    name,
    description,
    parameters: { type: "object", properties, required: Object.keys(properties) },
  };
}

function oneOf(names: readonly string[]): ToolParameter {
  return { type: "string", enum: names };
}
