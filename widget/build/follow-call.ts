import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** Downloads that a call fetches and that need so little of it that they do not import it by themselves. */
const FOLLOWERS =
  /\/widget\/src\/(?:adapters\/(?:call\/exchange-offer|network\/report-checks)|elements\/tag\/check-attributes|entries\/(?:report-files|timeline))\.ts$/;
const CALL = fileURLToPath(new URL("../src/entries/call.ts", import.meta.url));

/**
 * Says of downloads that follow the call's that it is there: what they share with it then stays in its file, where it
 * would be one more file to fetch before the call.
 */
export function followCall(): Plugin {
  return {
    name: "follow-call",
    enforce: "pre",
    transform: (code, id) =>
      FOLLOWERS.test(id) ? `import ${JSON.stringify(CALL)};\n${code}` : null,
  };
}
