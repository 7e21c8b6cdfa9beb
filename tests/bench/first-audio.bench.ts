import { OpenAI } from "openai";
import type { Browser, Page } from "playwright-core";
import { startPagesServer } from "../../demo/platform/pages-server.ts";
import { loadSecrets } from "../../demo/platform/local-secrets.ts";
import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";
import { readProbe } from "../kit/browser/page-probe.ts";

const ROUNDS = 10;
const SCENARIO = "saas-discovery-en";

/** From the last click to the first sound of the customer, in milliseconds. */
async function clickToSound(page: Page): Promise<number> {
  await until("the customer is audible", async () => (await readProbe(page)).audibleAt.length > 0);
  const { clickedAt, audibleAt } = await readProbe(page);
  return (audibleAt[0] ?? NaN) - (clickedAt ?? NaN);
}

async function measureWidget(browser: Browser, stage: Stage): Promise<number> {
  const { page } = await openPage(browser, `${stage.urls.demo}/partner.html`, {
    isListening: true,
  });
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
  await page.context().close();
  return milliseconds;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Click to first remote sound: the widget beside a bare page, taking turns in one run. */
export async function bench(): Promise<string[]> {
  const stage = await openStage();
  const browser = await openBrowser();
  const pages = await startPagesServer({
    port: 0,
    apiOrigin: stage.urls.api,
    pagesFolder: import.meta.dirname,
  });
  const { providerKey: key } = await loadSecrets(stage.stateFolder);
  const barePage = { url: pages.url, base: `${stage.urls.realtime ?? ""}/v1`, key };
  const widget: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pair = [await measureWidget(browser, stage), await measureBarePage(browser, barePage)];
      // The first round warms both up.
      if (round === 0) continue;
      widget.push(pair[0] ?? NaN);
      bare.push(pair[1] ?? NaN);
    }
  } finally {
    await browser.close();
    await pages.stop();
    await stage.close();
  }
  const ratio = median(widget) / median(bare);
  return [
    `click to first sound, bare page: ${median(bare).toFixed(0)} ms (median of ${ROUNDS})`,
    `click to first sound, widget: ${median(widget).toFixed(0)} ms (median of ${ROUNDS})`,
    `ratio widget / bare page: ${ratio.toFixed(2)}`,
  ];
}
