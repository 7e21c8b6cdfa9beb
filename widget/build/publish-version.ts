import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import description from "../../package.json" with { type: "json" };

/**
 * Writes every file a second time below `v<version>/`, where it never changes once published, and prints the hash
 * that a page names in `integrity`.
 */
export function publishVersion(): Plugin {
  return {
    name: "publish-version",
    // What is no library is a page of the tests, which nobody publishes.
    apply: ({ build }) => Boolean(build?.lib),
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const fileName = `v${description.version}/${output.fileName}`;
        this.emitFile({ type: "asset", fileName, source: output.code });
        if (!output.isEntry) continue;
        const hash = createHash("sha384").update(output.code).digest("base64");
        console.log(`${fileName} sha384-${hash}`);
      }
    },
  };
}
