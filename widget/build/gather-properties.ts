import type { Plugin } from "vite";
import { ELEMENT_FILE } from "./element-file.ts";

const DECORATED = /@(property|state)\((.*?)\)\s+((?:private |override )*(\w+))/gs;

/**
 * Gathers `@property` and `@state` into `static properties`, which Lit documents as their equal: calls of
 * decorators, and what carries them, would be a thirtieth of the tag.
 */
export function gatherProperties(): Plugin {
  return {
    name: "gather-properties",
    enforce: "pre",
    transform(code, id) {
      if (!ELEMENT_FILE.test(id)) return null;
      const table: string[] = [];
      const body = code.replace(DECORATED, (...found: string[]) => {
        const [, kind, options, field = "", name = ""] = found;
        table.push(`${name}: ${kind === "state" ? "{ state: true }" : options || "{}"}`);
        return field;
      });
      if (/type: (?!Boolean)/.test(table.join()))
        this.error(`${id}: no converter is left for that type`);
      if (!table.length) return null;
      const properties = ` static properties = { ${table.join()} };`;
      const gathered = body.replace(/ extends CoachElement \{/, `$&${properties}`);
      if (gathered === body) this.error(`${id}: no class is found that has its properties`);
      return gathered;
    },
  };
}
