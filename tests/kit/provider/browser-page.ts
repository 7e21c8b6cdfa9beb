import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { build } from "vite";
import { toWaveFile } from "../../../demo/stand-in/voice/wave-file.ts";
import { CHROMIUM_SWITCHES, ensureChromium } from "../browser/chromium.ts";

const AUTOPLAY_SWITCH = "--autoplay-policy=no-user-gesture-required";

/** A page in real Chromium, on a secure origin of its own. */
export interface BrowserPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Bundles a browser program of a test, with the npm packages it imports, into one module. */
export async function bundleProgram(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [bundle] = [output].flat();
  const chunk = bundle && "output" in bundle ? bundle.output[0] : undefined;
  if (!chunk) throw new Error(`Bundling ${entry} gave no code.`);
  return chunk.code;
}

/** Opens Chromium on a page that runs `program`; its microphone plays `microphone` once, from getUserMedia on. */
export async function openBrowserPage(
  program: string,
  microphone: Int16Array,
): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), "stand-in-page-"));
  const waveFile = join(folder, "microphone.wav");
  await writeFile(waveFile, toWaveFile(microphone));
  const server = createServer((request, response) => {
    const isProgram = request.url === "/program.js";
    response.setHeader("content-type", isProgram ? "text/javascript" : "text/html");
    response.end(
      isProgram
        ? program
        : '<!doctype html><title>call</title><link rel="icon" href="data:,"><script type="module" src="/program.js"></script>',
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The page has no port.");
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    headless: true,
    args: [
      ...CHROMIUM_SWITCHES,
      AUTOPLAY_SWITCH,
      `--use-file-for-fake-audio-capture=${waveFile}%noloop`,
    ],
  });
  const page = await browser.newPage();
  page.on("pageerror", (error) => {
    console.error(`page error: ${error.message}`);
  });
  await page.goto(`http://127.0.0.1:${address.port}/`);
  return {
    page,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
