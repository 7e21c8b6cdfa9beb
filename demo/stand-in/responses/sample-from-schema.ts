import * as z from "zod";

/** The keywords that samples heed. Others, such as `pattern`, are passed over. */
const SchemaNode = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).min(1).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).min(1).optional(),
  oneOf: z.array(z.unknown()).min(1).optional(),
  allOf: z.array(z.unknown()).min(1).optional(),
  $ref: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  format: z.string().optional(),
});
type SchemaNode = z.infer<typeof SchemaNode>;

/** What one sample is made with. */
interface Sampling {
  readonly root: SchemaNode;
  readonly text: string;
  readonly depth: number;
}

/** A schema that refers to itself ends here. */
const MAXIMUM_DEPTH = 24;

/**
 * The smallest value that a JSON Schema allows, with words and numbers taken from `text` where it asks for
 * any. Covers the subset of structured outputs and function declarations.
 */
export function sampleFromSchema(schema: unknown, text: string): unknown {
  const root = SchemaNode.safeParse(schema);
  return root.success ? sample(root.data, { root: root.data, text, depth: 0 }) : null;
}

function sample(node: SchemaNode, sampling: Sampling): unknown {
  if (sampling.depth > MAXIMUM_DEPTH) return null;
  const deeper = { ...sampling, depth: sampling.depth + 1 };
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  const other = substitute(node, sampling.root);
  return other === null ? sampleType(node, deeper) : sample(other, deeper);
}

/** The schema that stands for this one: what it refers to, or its first alternative. */
function substitute(
  { $ref, anyOf, oneOf, allOf }: SchemaNode,
  root: SchemaNode,
): SchemaNode | null {
  if ($ref !== undefined) return resolve($ref, root);
  const choice = anyOf ?? oneOf ?? allOf;
  return choice === undefined ? null : toNode(choice[0]);
}

function sampleType(node: SchemaNode, sampling: Sampling): unknown {
  switch (Array.isArray(node.type) ? node.type[0] : node.type) {
    case "object":
      return sampleObject(node, sampling);
    case "array":
      return Array.from({ length: node.minItems ?? 0 }, () => sample(toNode(node.items), sampling));
    case "string":
      return sampleString(node, sampling.text);
    case "integer":
      return Math.ceil(sampleNumber(node, sampling.text));
    case "number":
      return sampleNumber(node, sampling.text);
    case "boolean":
      return true;
    default:
      return null;
  }
}

function sampleObject(node: SchemaNode, sampling: Sampling): Record<string, unknown> {
  const properties = node.properties ?? {};
  const names = node.required ?? Object.keys(properties);
  return Object.fromEntries(
    names.map((name) => [name, sample(toNode(properties[name]), sampling)]),
  );
}

const FORMATS: Readonly<Record<string, string>> = {
  date: "2026-11-20",
  "date-time": "2026-11-20T10:00:00Z",
  time: "10:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** The place or name that was spoken about, else the whole text, within the wanted length. */
function sampleString({ format, minLength = 0, maxLength }: SchemaNode, text: string): string {
  const known = format === undefined ? undefined : FORMATS[format];
  if (known !== undefined) return known;
  const named =
    /\b(?:in|for|at|to|of|about|à|de|pour)\s+(\p{Lu}[\p{L}'-]*(?:\s\p{Lu}[\p{L}'-]*)*)/u;
  const found = named.exec(text)?.[1] ?? text.trim();
  const cut = maxLength === undefined ? found : found.slice(0, maxLength);
  return cut.padEnd(minLength, "-");
}

function sampleNumber(node: SchemaNode, text: string): number {
  const spoken = /-?\d+(?:\.\d+)?/.exec(text)?.[0];
  const lowest = node.minimum ?? (node.exclusiveMinimum ?? -1) + 1;
  const wanted = spoken === undefined ? lowest : Number(spoken);
  return Math.min(Math.max(wanted, lowest), node.maximum ?? Infinity);
}

function resolve(reference: string, root: SchemaNode): SchemaNode {
  if (reference === "#") return root;
  const [, name] = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(reference) ?? [];
  const definitions = z
    .record(z.string(), z.unknown())
    .safeParse(root.$defs ?? root["definitions"]);
  return toNode(name !== undefined && definitions.success ? definitions.data[name] : undefined);
}

function toNode(schema: unknown): SchemaNode {
  const parsed = SchemaNode.safeParse(schema);
  return parsed.success ? parsed.data : {};
}
