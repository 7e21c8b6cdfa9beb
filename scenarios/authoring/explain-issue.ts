import * as z from "zod";
import { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";

type Path = readonly PropertyKey[];

/** What of a JSON Schema the explanations read. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly description?: string;
}

/** The JSON Schema of a scenario, as editors read it. */
export function toScenarioJsonSchema() {
  return z.toJSONSchema(Scenario, { io: "input" });
}

/** The JSON Schema of a variant: it may leave anything out but its id and the scenario that it extends. */
export function toVariantJsonSchema() {
  const { $schema, properties = {}, ...whole } = withoutMinimum(toScenarioJsonSchema());
  const extended = {
    type: "string",
    description: "The id of the scenario that this one is a variant of.",
  };
  return {
    $schema,
    ...whole,
    properties: { extends: extended, ...properties },
    required: ["extends", "id"],
  };
}

/** A copy that demands nothing: no names that must be there, no least number of entries. */
function withoutMinimum<Node>(node: Node): Node {
  const copy = structuredClone(node);
  relax(copy);
  return copy;
}

function relax(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, inner] of Object.entries(node)) {
    if (key === "required" || key === "minItems") Reflect.deleteProperty(node, key);
    else relax(inner);
  }
}

/** Says in one line what is wrong with a value and what to write instead. */
export function explainIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return explainType(issue);
    case "unrecognized_keys":
      return explainKeys(issue);
    case "too_small":
    case "too_big":
      return explainSize(issue);
    case "invalid_value":
      return `is ${shown(issue.input)}; write one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return `is ${shown(issue.input)}; write ${wantedFormat(issue)}`;
    case "invalid_key":
      return `has the name ${shown(issue.input)}; write ${issue.issues[0]?.message ?? "another name"}`;
    default:
      return issue.message;
  }
}

function explainType(issue: z.core.$ZodIssueInvalidType): string {
  const wanted = TYPE_NAMES[issue.expected] ?? issue.expected;
  if (issue.input === undefined) {
    const about = schemaAt(issue.path)?.description;
    return about === undefined
      ? `is missing; add ${wanted}`
      : `is missing; add ${wanted}: ${about}`;
  }
  return `is ${shown(issue.input)}; write ${wanted}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a text (in quotes where it begins with a sign or contains a colon)",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, each entry after a hyphen",
  object: "a block of names and values",
  record: "a block of names and values",
};

function explainKeys(issue: z.core.$ZodIssueUnrecognizedKeys): string {
  const known = Object.keys(schemaAt(issue.path)?.properties ?? {});
  const [key = ""] = issue.keys;
  const near = nearest(key, known);
  const remedy =
    near === null ? `remove it; possible here: ${known.join(", ")}` : `did you mean ${near}?`;
  return `is not known here; ${remedy}`;
}

function explainSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isSmall = issue.code === "too_small";
  const limit = String(isSmall ? issue.minimum : issue.maximum);
  if (issue.origin === "string") {
    if (isSmall) return "is empty; write at least one character, or remove the entry";
    return `has ${lengthOf(issue.input)} characters; shorten it to ${limit}`;
  }
  if (issue.origin === "array") {
    const count = lengthOf(issue.input);
    const bound = issue.exact === true ? "exactly" : isSmall ? "at least" : "at most";
    return `has ${count} ${count === 1 ? "entry" : "entries"}; write ${bound} ${limit}`;
  }
  return `is ${shown(issue.input)}; write ${limit} or ${isSmall ? "more" : "less"}`;
}

function wantedFormat(issue: z.core.$ZodIssueInvalidStringFormat): string {
  return issue.message.startsWith("Invalid")
    ? `a text like ${issue.pattern ?? issue.format}`
    : issue.message;
}

function lengthOf(value: unknown): number {
  return typeof value === "string" || Array.isArray(value) ? value.length : 0;
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a block of names";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function schemaAt(path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = toScenarioJsonSchema() as SchemaNode;
  for (const key of path) {
    if (node === undefined) return undefined;
    node = childOf(node, key);
  }
  return node;
}

function childOf(node: SchemaNode, key: PropertyKey): SchemaNode | undefined {
  if (typeof key === "number") return node.items;
  const known = node.properties?.[String(key)];
  if (known !== undefined) return known;
  return typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
}

/** The known name that differs least, where it differs little enough to be a slip. */
function nearest(key: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, key.length / 3) ? best.name : null;
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
