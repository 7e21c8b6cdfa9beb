import { writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { toWaveFile } from "../../../demo/stand-in/voice/wave-file.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";
import { CHROMIUM_SWITCHES, ensureChromium } from "./chromium.ts";
import { installProbe } from "./page-probe.ts";

/** Under this name one process tells others where the browser is that they share. */
const VARIABLE = "TEST_BROWSER";
const SECOND_OF_SAMPLES = 48_000;

interface Launch {
  readonly options: LaunchOptions;
  readonly release: () => Promise<void>;
}

/** A headless browser whose microphones are silent, and which knows an origin without a secure context, `plain.test`. */
async function prepareLaunch(): Promise<Launch> {
  const scratch = await createScratchFolder();
  const silence = path.join(scratch.path, "silence.wav");
  await writeFile(silence, toWaveFile(new Int16Array(SECOND_OF_SAMPLES)));
  const options = {
    executablePath: ensureChromium(),
    headless: true,
    args: [
      ...CHROMIUM_SWITCHES,
      `--use-file-for-fake-audio-capture=${silence}`,
      "--host-resolver-rules=MAP plain.test 127.0.0.1",
    ],
  };
  return { options, release: scratch.remove };
}

/** Opens the browser that this process was told of, which others use beside it; else a Chromium of its own. */
export async function openBrowser(): Promise<Browser> {
  const shared = process.env[VARIABLE];
  if (shared !== undefined) return await chromium.connect(shared);
  const { options, release } = await prepareLaunch();
  const browser = await chromium.launch(options);
  browser.once("disconnected", () => void release());
  return browser;
}

/** Starts a Chromium for this process's children, which find it by the variables. */
export async function shareBrowser(): Promise<{
  readonly variables: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}> {
  const { options, release } = await prepareLaunch();
  const server = await chromium.launchServer(options);
  return {
    variables: { [VARIABLE]: server.wsEndpoint() },
    stop: async () => {
      await server.close();
      await release();
    },
  };
}

/** A page whose errors are collected, with the probe installed. */
export interface ProbedPage {
  readonly page: Page;
  /** Console errors and uncaught exceptions so far. */
  readonly errors: readonly string[];
}

/** How a page is opened. */
export interface PageOptions extends BrowserContextOptions {
  /** Hears the calls: `readProbe` tells when they were audible. */
  readonly isListening?: boolean;
  /** Puts more into the page before it loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens a page of its own context and goes to `url`. */
export async function openPage(
  browser: Browser,
  url: string,
  { isListening = false, prepare = () => Promise.resolve(), ...options }: PageOptions = {},
): Promise<ProbedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (entry) => {
    // A favicon that a demo page does not have is nobody's fault here.
    if (entry.type() === "error" && !entry.location().url.endsWith("/favicon.ico"))
      errors.push(entry.text());
  });
  await prepare(page);
  await installProbe(page, isListening);
  await page.goto(url);
  return { page, errors };
}
