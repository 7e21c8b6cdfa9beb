import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { freePort } from "../stack/free-port.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";

/** The file of axe, to be put into a page. */
export const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The gallery of the widget's states, built as the product is: one file, which a page loads in no time. */
export interface Gallery {
  /** The address of one state, with attributes of the tag beside it. */
  urlOf(view: string, attributes?: Readonly<Record<string, string>>): string;
  /** The script of axe: a page that loads it thence compiles it once, and not for every document. */
  readonly axeUrl: string;
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
  await copyFile(AXE, path.join(scratch.path, "axe.js"));
  const port = await freePort();
  const server = await preview({
    ...settings,
    build: output,
    preview: { host: "127.0.0.1", port, strictPort: true },
  });
  const origin = `http://127.0.0.1:${port}`;
  return {
    urlOf: (view, attributes = {}) => {
      const query = new URLSearchParams({ view, ...attributes });
      return `${origin}/index.html?${query}`;
    },
    axeUrl: `${origin}/axe.js`,
    close: async () => {
      await server.close();
      await scratch.remove();
    },
  };
}
