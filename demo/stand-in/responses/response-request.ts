import * as z from "zod";

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const InputItem = z.looseObject({
  type: z.string().optional(),
  role: z.enum(["user", "assistant", "system", "developer"]).optional(),
  content: z.union([z.string(), z.array(Part)]).optional(),
});
type InputItem = z.infer<typeof InputItem>;

const Format = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text") }),
  z.looseObject({ type: z.literal("json_object") }),
  z.looseObject({
    type: z.literal("json_schema"),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "letters, digits, underscores and hyphens"),
    schema: z.record(z.string(), z.unknown()),
  }),
]);

const MAXIMUM_METADATA_ENTRIES = 16;

/** The body of `POST /v1/responses`, as far as the stand-in reads or echoes it. Other keys pass unread. */
export const ResponseRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(InputItem).min(1)]),
  instructions: z.string().nullish(),
  text: z.looseObject({ format: Format.optional() }).nullish(),
  stream: z.literal(false, "streaming is not part of the stand-in").nullish(),
  store: z.boolean().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  tools: z.array(z.looseObject({ type: z.string() })).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((metadata) => Object.keys(metadata).length <= MAXIMUM_METADATA_ENTRIES, "too many keys")
    .nullish(),
});
export type ResponseRequest = z.infer<typeof ResponseRequest>;

/** The text of the last user message; empty where there is none. */
export function toLastText(input: string | readonly InputItem[]): string {
  if (typeof input === "string") return input;
  const content = input.findLast((item) => item.role === "user")?.content ?? "";
  if (typeof content === "string") return content;
  return content.map((part) => part.text ?? "").join("");
}
