import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { freePort } from "../stack/free-port.ts";

/** The gallery of the widget's states, served from the sources. */
export interface Gallery {
  /** The address of one state, with attributes of the tag beside it. */
  urlOf(view: string, attributes?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

/** Serves `tests/browser/gallery` on a free port of this machine. */
export async function openGallery(): Promise<Gallery> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const port = await freePort();
  const server = await createServer({
    root,
    configFile: `${root}vite.config.ts`,
    cacheDir: `${root}.local/gallery`,
    logLevel: "error",
    server: { host: "127.0.0.1", port, strictPort: true, hmr: false, watch: null },
  });
  await server.listen();
  return {
    urlOf: (view, attributes = {}) => {
      const query = new URLSearchParams({ view, ...attributes });
      return `http://127.0.0.1:${port}/tests/browser/gallery/index.html?${query}`;
    },
    close: () => server.close(),
  };
}
