import * as z from "zod/mini";

/** `mk_` and 8 to 64 letters, digits, `_` or `-`: names a site, authenticates nobody. */
export const EmbedKey = z
  .string()
  .check(z.regex(/^mk_[A-Za-z0-9_-]{4,64}$/, "an embed key begins with mk_"));

/** A scenario's folder-safe name, as in `scenarios/<id>.yaml`. */
export const ScenarioId = z
  .string()
  .check(
    z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "lower-case words joined by hyphens"),
    z.maxLength(64),
  );

/** BCP 47, such as `en` or `fr-CA`. */
export const LocaleTag = z
  .string()
  .check(
    z.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "a language tag such as fr or en-GB"),
    z.maxLength(35),
  );

/** The provider's id of one utterance; opaque. */
export const ItemId = z.string().check(z.minLength(1), z.maxLength(128), z.regex(/^[\w.:-]+$/));

/** A random UUID that names one attempt to start, so that a repeated request starts nothing twice. */
export const AttemptKey = z.uuid();
