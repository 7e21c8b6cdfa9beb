import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { freePort } from "../stack/free-port.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";

/** The gallery of the widget's states, built as the product is: one file, which a page loads in no time. */
export interface Gallery {
  /** The address of one state, with attributes of the tag beside it. */
  urlOf(view: string, attributes?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

/** Builds `tests/browser/gallery`, and serves it on a free port of this machine. */
export async function openGallery(): Promise<Gallery> {
  const project = fileURLToPath(new URL("../../../", import.meta.url));
  const root = `${project}tests/browser/gallery`;
  const scratch = await createScratchFolder();
  const settings = { root, configFile: `${project}vite.config.ts`, mode: "single" } as const;
  const output = { lib: false, outDir: scratch.path, emptyOutDir: true } as const;
  await build({
    ...settings,
    logLevel: "error",
    build: { ...output, rolldownOptions: { input: `${root}/index.html` } },
  });
  const port = await freePort();
  const server = await preview({
    ...settings,
    build: output,
    preview: { host: "127.0.0.1", port, strictPort: true },
  });
  return {
    urlOf: (view, attributes = {}) => {
      const query = new URLSearchParams({ view, ...attributes });
      return `http://127.0.0.1:${port}/index.html?${query}`;
    },
    close: async () => {
      await server.close();
      await scratch.remove();
    },
  };
}
