import { writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import postgres from "postgres";
import type { Platform } from "../../../demo/platform/platform.ts";
import {
  type LearnerSound,
  renderLearnerAudio,
} from "../../../demo/stand-in/voice/learner-audio.ts";
import { toWaveFile } from "../../../demo/stand-in/voice/wave-file.ts";
import { CHROMIUM_SWITCHES, ensureChromium } from "../browser/chromium.ts";
import { installProbe } from "../browser/page-probe.ts";
import { createScratchFolder } from "./scratch-folder.ts";
import { startTestPlatform } from "./test-platform.ts";

/** The whole product on free ports with an empty database, and a way into it. */
export interface Stage {
  readonly platform: Platform;
  readonly sql: postgres.Sql;
  /** Holds the database, and the logs below `logs/`. */
  readonly folder: string;
  /** Renders a learner's microphone; the path is for `openBrowser`. */
  recordMicrophone(sounds: readonly LearnerSound[]): Promise<string>;
  close(): Promise<void>;
}

/** Starts the product for one test file. */
export async function openStage(): Promise<Stage> {
  const scratch = await createScratchFolder();
  const platform = await startTestPlatform({ stateFolder: scratch.path });
  const sql = postgres(platform.databaseUrl, { max: 2, onnotice: () => undefined });
  let recordings = 0;
  return {
    platform,
    sql,
    folder: scratch.path,
    async recordMicrophone(sounds) {
      recordings += 1;
      const file = path.join(scratch.path, `microphone-${recordings}.wav`);
      await writeFile(file, toWaveFile(await renderLearnerAudio(sounds)));
      return file;
    },
    async close() {
      await sql.end();
      await platform.stop();
      await scratch.remove();
    },
  };
}

/** Starts Chromium; without a file its fake microphone beeps. The file plays once from each opening. */
export async function openBrowser(microphoneFile?: string): Promise<Browser> {
  const file = microphoneFile === undefined ? [] : [`${microphoneFile}%noloop`];
  return await chromium.launch({
    executablePath: ensureChromium(),
    headless: true,
    args: [
      ...CHROMIUM_SWITCHES,
      ...file.map((name) => `--use-file-for-fake-audio-capture=${name}`),
    ],
  });
}

/** A page whose errors are collected, with the probe installed. */
export interface ProbedPage {
  readonly page: Page;
  /** Console errors and uncaught exceptions so far. */
  readonly errors: readonly string[];
}

/** Opens a page of its own context and goes to `url`. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
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
  await installProbe(page);
  await page.goto(url);
  return { page, errors };
}

/** Waits until `holds` does, asking every 100 ms. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${timeoutMs / 1_000} s`);
}
