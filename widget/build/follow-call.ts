import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** Downloads that follow another one, which each needs so little of that it does not import it by itself. */
const FOLLOWERS: readonly (readonly [follower: RegExp, entry: string])[] = [
  [
    /\/widget\/src\/(?:adapters\/(?:call\/exchange-offer|network\/report-checks)|elements\/tag\/check-attributes|entries\/(?:report-files|timeline))\.ts$/,
    toPath("call"),
  ],
  [/\/widget\/src\/entries\/during-call\.ts$/, toPath("before-call")],
];

function toPath(entry: string): string {
  return fileURLToPath(new URL(`../src/entries/${entry}.ts`, import.meta.url));
}

/**
 * Says of downloads that follow another that it is there: what they share with it then stays in its file, where it
 * would be one more file to fetch before the call.
 */
export function followCall(): Plugin {
  return {
    name: "follow-call",
    enforce: "pre",
    transform(code, id) {
      const entry = FOLLOWERS.find(([follower]) => follower.test(id))?.[1];
      return entry === undefined ? null : `import ${JSON.stringify(entry)};\n${code}`;
    },
  };
}
