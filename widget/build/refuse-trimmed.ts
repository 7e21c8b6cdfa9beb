import type { Plugin } from "vite";

/** What `trim-lit.ts` takes out of Lit, as a source would ask for it, and its name for whoever reads the error. */
const TRIMMED: readonly (readonly [RegExp, string])[] = [
  [/from "lit\/(?!decorators\.js")/, "an import from Lit beside `lit` and its decorators"],
  [
    /\b(?:firstUpdated|shouldUpdate|scheduleUpdate|getUpdateComplete|addInitializer|removeController)\b/,
    "a hook of the life cycle",
  ],
  [
    /\b(?:hasChanged|useDefault|converter|noAccessor)\s*:/,
    "a comparison, default, converter or accessor of a property's own",
  ],
  [/\bmathml`/, "a template of MathML"],
  [/\bcss`[^`]*\$\{/, "a style inside another one"],
  [/<(?:textarea|style|script)\b[^>]*>[^<]*\$\{/, "a binding in an element of raw text"],
];

/** Stops the build where a source uses what it leaves out of Lit, which would fail in silence. */
export function refuseTrimmed(): Plugin {
  return {
    name: "refuse-trimmed",
    enforce: "pre",
    transform(code, id) {
      if (!/\/widget\/src\/.*\.ts$/.test(id)) return;
      const found = TRIMMED.find(([pattern]) => pattern.test(code));
      if (found) this.error(`${id}: ${found[1]} is left out by widget/build/trim-lit.ts`);
    },
  };
}
