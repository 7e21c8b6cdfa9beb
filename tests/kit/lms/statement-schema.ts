import * as z from "zod";

/** An address with a scheme; ours are no relative ones. */
const Iri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i, "is no IRI");
/** UTC alone, as ours are to be. */
const Instant = z.iso.datetime({ offset: false });
const LanguageMap = z.record(z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/), z.string());
const Extensions = z.record(Iri, z.union([z.string(), z.number(), z.boolean()]));

const Activity = z.strictObject({
  objectType: z.literal("Activity"),
  id: Iri,
  definition: z.strictObject({ type: Iri, name: z.optional(LanguageMap) }),
});

const Score = z
  .strictObject({
    scaled: z.number().min(-1).max(1),
    raw: z.number(),
    min: z.number(),
    max: z.number(),
  })
  .refine(
    ({ raw, min, max }) => min < max && raw >= min && raw <= max,
    "lies outside of its range",
  );

/** A statement as the strictest store takes one, of those that we send: whatever has no place in xAPI is refused, and null. */
export const StatementSchema = z
  .strictObject({
    id: z.uuid({ version: "v5" }),
    timestamp: Instant,
    actor: z.strictObject({
      objectType: z.literal("Agent"),
      account: z.strictObject({ homePage: z.url(), name: z.string().min(1) }),
    }),
    verb: z.strictObject({ id: Iri, display: LanguageMap }),
    object: z.union([
      Activity,
      z.strictObject({ objectType: z.literal("StatementRef"), id: z.uuid() }),
    ]),
    result: z.optional(
      z.strictObject({
        score: z.optional(Score),
        success: z.optional(z.boolean()),
        completion: z.optional(z.boolean()),
        duration: z.optional(z.string().regex(/^PT\d+S$/)),
        extensions: z.optional(Extensions),
      }),
    ),
    context: z.strictObject({
      registration: z.uuid(),
      platform: z.optional(z.string()),
      language: z.optional(z.string()),
      contextActivities: z.optional(
        z.strictObject({
          parent: z.optional(z.array(Activity)),
          grouping: z.array(Activity),
          category: z.array(Activity),
        }),
      ),
      extensions: z.optional(Extensions),
    }),
  })
  .refine(
    ({ verb, object }) => verb.id.endsWith("/voided") === (object.objectType === "StatementRef"),
    "voids what is no statement, or something else than voids one",
  )
  .refine(
    ({ object, context }) => object.objectType === "Activity" || context.platform === undefined,
    "names a platform for what is no activity",
  );

/** A statement that a strict store took. */
export type StrictStatement = z.infer<typeof StatementSchema>;
