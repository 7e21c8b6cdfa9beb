import { randomBytes } from "node:crypto";
import path from "node:path";
import { OpenAI } from "openai";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { startPagesServer } from "../../demo/platform/pages-server.ts";
import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { type Distances, startHostedPlatform } from "../kit/stack/hosted-platform.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";
import { until } from "../kit/stack/stage.ts";
import { createSite, serveSitePages } from "../kit/stack/test-site.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import type { BenchOptions } from "./run.ts";

const ROUNDS = 10;
/** Each connection to the database reads a function when it is first asked for it: a service that runs has done so. */
const WARMING_ROUNDS = 5;
const SCENARIO = "saas-discovery-en";

/** How far from each other browser, functions and provider are; each with the ratio that is wanted there. */
const PROFILES: Readonly<Record<string, { distances: Distances; wanted: number }>> = {
  local: {
    distances: { browserToFunction: 0, functionToProvider: 0, browserToProvider: 0, wakingMs: {} },
    wanted: 1.15,
  },
  hosted: {
    distances: {
      ...{ browserToFunction: 40, functionToProvider: 80, browserToProvider: 80 },
      wakingMs: { observer: 400 },
    },
    wanted: 1.1,
  },
};

/** From the last click to the first sound of the customer, in milliseconds. */
async function clickToSound(page: Page): Promise<number> {
  await until("the customer is audible", async () => (await readProbe(page)).audibleAt.length > 0);
  const { clickedAt, audibleAt } = await readProbe(page);
  return (audibleAt[0] ?? NaN) - (clickedAt ?? NaN);
}

async function measureWidget(browser: Browser, pagesUrl: string): Promise<number> {
  const { page } = await openPage(browser, `${pagesUrl}/partner.html`, { isListening: true });
  await page.locator("[part~=launcher]").click();
  await startCall(page);
  const milliseconds = await clickToSound(page);
  await page.evaluate(() => {
    document.querySelector<HTMLElement & { stop(): void }>("maka-voice-coach")?.stop();
  });
  await until("the call is over", async () =>
    (await readProbe(page)).events.some((event) => event.type === "maka-session-ended"),
  );
  await page.context().close();
  return milliseconds;
}

/** Where the bare page is, and the service that it calls by itself. */
interface BarePage {
  readonly url: string;
  /** Of the provider's API. */
  readonly base: string;
  readonly key: string;
}

/** The same handshake with the same instructions, by a page that does nothing else. */
async function measureBarePage(browser: Browser, bare: BarePage): Promise<number> {
  const { base, key } = bare;
  const { scenarios } = await loadScenarios();
  const scenario = scenarios.find(({ id }) => id === SCENARIO);
  if (scenario === undefined) throw new Error(`${SCENARIO} is missing`);
  const published = await toPublishedScenario(scenario);
  const client = new OpenAI({ apiKey: key, baseURL: base });
  const secret = await client.realtime.clientSecrets.create({
    session: {
      type: "realtime",
      model: "gpt-realtime-2.1",
      instructions: compileInstructions(published, { scenarioId: SCENARIO, seed: 1 }),
    },
  });
  const calls = encodeURIComponent(`${base}/realtime/calls`);
  const { page } = await openPage(
    browser,
    `${bare.url}/bare-page.html#key=${secret.value}&calls=${calls}`,
    { isListening: true },
  );
  await page.getByRole("button").click();
  const milliseconds = await clickToSound(page);
  // As the widget does: a call that nobody ends keeps its codecs from the next one, which waits for new ones.
  await page.evaluate(() => {
    const { probe } = globalThis as unknown as { probe: { peers: RTCPeerConnection[] } };
    for (const peer of probe.peers) peer.close();
  });
  await page.context().close();
  return milliseconds;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** A page of a site of ours and a bare one, before a product whose parts are as far away as the profile says. */
async function openPages(distances: Distances) {
  const release: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const free of release.splice(0).reverse()) await free();
  };
  try {
    const hosted = await startHostedPlatform(distances);
    release.push(hosted.stop);
    const { platform, api, provider, providerKey } = hosted;
    const scratch = await createScratchFolder();
    release.push(scratch.remove);
    const embedKey = `mk_${randomBytes(6).toString("hex")}`;
    const pages = await serveSitePages(path.join(scratch.path, "pages"), embedKey, api);
    release.push(pages.stop);
    const bare = await startPagesServer({
      ...{ port: 0, apiOrigin: api, pagesFolder: import.meta.dirname },
    });
    release.push(bare.stop);
    const sql = postgres(platform.databaseUrl, { max: 1, onnotice: () => undefined });
    await createSite(sql, embedKey, [pages.url]).finally(() => sql.end());
    const barePage = { url: bare.url, base: `${provider}/v1`, key: providerKey };
    return { widgetUrl: pages.url, barePage, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Click to first remote sound: the widget beside a bare page, taking turns in one run. */
export async function bench({ profile = "local" }: BenchOptions): Promise<string[]> {
  const chosen = PROFILES[profile];
  if (chosen === undefined) throw new Error(`There are: ${Object.keys(PROFILES).join(", ")}.`);
  const { widgetUrl, barePage, close } = await openPages(chosen.distances);
  const browser = await openBrowser();
  const widget: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 1 - WARMING_ROUNDS; round <= ROUNDS; round += 1) {
      const pair = [
        await measureWidget(browser, widgetUrl),
        await measureBarePage(browser, barePage),
      ];
      if (round <= 0) continue;
      widget.push(pair[0] ?? NaN);
      bare.push(pair[1] ?? NaN);
    }
  } finally {
    await browser.close();
    await close();
  }
  const ratio = median(widget) / median(bare);
  return [
    `profile ${profile}: click to first sound, bare page: ${median(bare).toFixed(0)} ms (median of ${ROUNDS})`,
    `profile ${profile}: click to first sound, widget: ${median(widget).toFixed(0)} ms (median of ${ROUNDS}), wanted ≤ ${chosen.wanted} × the bare page`,
    `ratio widget / bare page: ${ratio.toFixed(2)}`,
  ];
}
