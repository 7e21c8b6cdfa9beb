import type { Plugin } from "vite";

/**
 * The bundler's own helper goes through a module's exports with `for … in`, and would stumble over what a page put on
 * `Object.prototype`.
 */
export function hardenExports(): Plugin {
  return {
    name: "harden-exports",
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle))
        if (output.type === "chunk")
          output.code = output.code.replace(
            /for\(var (\w+) in (\w+)\)(?=\w+\(\w+,\1,\{get:)/,
            "for(var $1 of Object.keys($2))",
          );
    },
  };
}
