import type * as z from "zod";

/** Calls one SQL door with named parameters and reads its answer by a schema. */
export type AskDoor = <Answer extends z.ZodType>(
  door: string,
  parameters: object,
  schema: Answer,
) => Promise<z.infer<Answer>>;
