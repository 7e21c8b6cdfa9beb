import { z } from "zod";
import type { ApiKeys } from "./caller.ts";

const NamedKeys = z.object({ default: z.string().min(1) });
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Reads the API keys from the variables that hosted Supabase passes to functions.
 *
 * @throws {Error} naming the variable that is missing or malformed, never its value.
 */
export function readKeys(get: (name: string) => string | undefined): ApiKeys {
  const read = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> => {
    const parsed = schema.safeParse(parseJson(get(name) ?? ""));
    if (!parsed.success) throw new Error(`${name} is missing or malformed.`);
    return parsed.data;
  };
  return {
    publishableKey: read("SUPABASE_PUBLISHABLE_KEYS", NamedKeys).default,
    secretKey: read("SUPABASE_SECRET_KEYS", NamedKeys).default,
    jwks: read("SUPABASE_JWKS", KeySet),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema reports it, without the text, which holds secrets.
  }
}
