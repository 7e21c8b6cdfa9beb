import * as z from "zod/mini";

/** What an attempt is for: `practice` is the learner's own, an `official` one may be read by the site's coaches. */
export const Purpose = z.enum(["practice", "official"]);
export type Purpose = z.infer<typeof Purpose>;
