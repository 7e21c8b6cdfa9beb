import * as z from "zod";

/** Whole seconds, as every function counts them. */
export const Seconds = z.int().nonnegative();

/** ISO 8601 in UTC, as `coach.to_iso` writes it. */
export const Instant = z.iso.datetime();

/** A JSON object whose shape belongs to somebody else: a scenario's parts, a report. */
export const Opaque = z.record(z.string(), z.unknown());

/** A schema for a row as SQL names it, read under TypeScript's names. */
export const row = <Schema extends z.core.$ZodType>(schema: Schema) =>
  z.preprocess(withCamelKeys, schema);

/** The field by which a function's answers are told apart. */
export const outcome = <Name extends string>(name: Name) => ({ outcome: z.literal(name) });

/** Why a site shows a page nothing. */
export const refusedSite = [
  z.object(outcome("site_unknown")),
  z.object(outcome("site_paused")),
  z.object(outcome("origin_forbidden")),
  z.object(outcome("scenario_unknown")),
] as const;

/** The answer of a function about a session that nobody has. */
export const unknownSession = z.object(outcome("session_unknown"));

/** Names the keys of one object as TypeScript does. What lies deeper keeps its names. */
function withCamelKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      item,
    ]),
  );
}
