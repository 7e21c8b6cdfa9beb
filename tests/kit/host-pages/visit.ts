import assert from "node:assert/strict";
import type { BrowserContext, Frame, Locator, Page } from "playwright-core";
import { until } from "../stack/stage.ts";
import { installProbe, readProbe } from "../browser/page-probe.ts";
import type { HostPage } from "./host-page.ts";
import type { HostBrowser } from "./open-host-browser.ts";
import type { HostStage } from "./open-host-stage.ts";
import { installLedger, readHost, readLedger } from "./page-ledger.ts";

const GREETING = "Good morning, is this a good moment for two short questions about your clinics?";
const PATIENCE_MS = 30_000;

/** A host page that is open. */
export interface Visit {
  readonly page: Page;
  /** The document with the tag: the page's own, or its frame's. */
  readonly frame: Frame;
  /** The first tag. */
  readonly tag: Locator;
  readonly hosts: HostStage;
  /** Puts what the first page holds besides its own into another, which is still empty. */
  prepare(page: Page): Promise<void>;
  /** Waits for the brief. */
  brief(tag?: Locator): Promise<void>;
  /** From the brief to the customer's first words, in text mode. */
  start(tag?: Locator): Promise<void>;
  /** Types a sentence, waits for its answer, ends, and waits for the report. */
  finish(): Promise<void>;
}

/** What a host page came to: no line where all was well. */
export interface HostVerdict {
  readonly name: string;
  readonly faults: readonly string[];
}

/** Opens a host page, follows its journey, removes the tag, and compares the page with itself without our script. */
export async function visitHostPage(hosts: HostBrowser, page: HostPage): Promise<HostVerdict> {
  const url = hosts.stage.publish(page);
  const faults: string[] = [];
  const isHeard = page.journey === "voice" || page.isHeard === true;
  const [bare, opened] = await Promise.all([
    open(hosts, url, { isBare: true, isHeard: false }),
    open(hosts, url, { isBare: false, isHeard }),
  ]);
  try {
    const before = new Set(await readHost(await findFrame(bare.page, page)));
    const visit = await toVisit(opened.page, hosts, page);
    await follow(visit, page);
    faults.push(...(await readHost(visit.frame)).filter((line) => !before.has(line)).map(toChange));
    await removeTags(visit.frame);
    faults.push(...(await waitForNothing(visit.frame)));
    faults.push(...(await readHost(visit.frame)).filter((line) => !before.has(line)).map(toChange));
  } catch (error) {
    faults.push(error instanceof Error ? error.message.slice(0, 600) : String(error));
  } finally {
    // The page's own mistakes are there without us too.
    const own = new Set(bare.errors);
    const errors = opened.errors.filter((text) => !own.has(text) && !page.tolerates?.test(text));
    faults.push(...errors.map((text) => `console: ${text}`));
    await Promise.all([bare.context.close(), opened.context.close()]);
  }
  return { name: page.name, faults: [...new Set(faults)] };
}

interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly errors: readonly string[];
}

async function open(
  hosts: HostBrowser,
  url: string,
  { isBare, isHeard }: { readonly isBare: boolean; readonly isHeard: boolean },
): Promise<Opened> {
  const context = await hosts.browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (entry) => {
    if (entry.type() === "error") errors.push(entry.text());
  });
  await prepare(hosts, page, isHeard);
  // An empty script instead of ours, so that the page loads in the same order.
  const empty = { contentType: "text/javascript", body: "" };
  if (isBare)
    await page.route(/\/(?:widget|pinned)\//, (route) =>
      route.fulfill({ ...empty, headers: { "access-control-allow-origin": "*" } }),
    );
  await page.goto(url);
  return { page, context, errors };
}

async function prepare(hosts: HostBrowser, page: Page, isHeard: boolean): Promise<void> {
  await hosts.prepare?.(page);
  await installProbe(page, isHeard);
  await installLedger(page);
}

async function findFrame(page: Page, { framedWith }: HostPage): Promise<Frame> {
  if (framedWith === undefined) return page.mainFrame();
  const handle = await page.waitForSelector("iframe");
  const frame = await handle.contentFrame();
  if (!frame) throw new Error("the frame has no document");
  await frame.waitForLoadState("load");
  return frame;
}

/** What a journey may do on an open page. */
export async function toVisit(page: Page, hosts: HostBrowser, host: HostPage): Promise<Visit> {
  const frame = await findFrame(page, host);
  const first = frame.locator("maka-voice-coach").first();
  const brief = async (tag = first): Promise<void> => {
    await tag.locator("[part~=start-button]:enabled").waitFor({ timeout: PATIENCE_MS });
  };
  const start = async (tag = first): Promise<void> => {
    await brief(tag);
    await tag.locator("[part~=start-button]").click();
    await tag.locator("[part~=consent-button]").click();
    await tag.locator("[part~=caption]").first().waitFor({ timeout: PATIENCE_MS });
  };
  const finish = async (): Promise<void> => {
    await first.locator("[part~=text-input]").fill(GREETING);
    await first.locator("[part~=text-input]").press("Enter");
    await first.locator("[part~=caption]").nth(2).waitFor({ timeout: PATIENCE_MS });
    await hangUp(first);
    await first.locator("[part~=score]").waitFor({ timeout: PATIENCE_MS });
  };
  return {
    page,
    frame,
    tag: first,
    hosts: hosts.stage,
    prepare: (other) => prepare(hosts, other, false),
    brief,
    start,
    finish,
  };
}

/** Ends the call; ending soon after an answer is asked about once. */
export async function hangUp(tag: Locator): Promise<void> {
  await tag.locator("[part~=end-button]").first().click();
  const confirm = tag.locator("maka-confirm button").last();
  if (await confirm.isVisible()) await confirm.click();
}

async function follow(visit: Visit, page: HostPage): Promise<void> {
  const { tag, frame } = visit;
  const says = tag.getByText(page.says ?? "");
  if (typeof page.journey === "function") {
    await page.journey(visit);
  } else if (page.journey === "start" || page.journey === "typed") {
    await visit.start();
    if (page.journey === "typed") await visit.finish();
  } else if (page.journey === "voice") {
    await speak(visit);
  } else if (page.journey === "absent") {
    await frame.locator("#fallback").waitFor();
    assert.equal(await tag.evaluate((element) => element.shadowRoot === null), true);
  } else {
    if (page.journey === "blocked") {
      await visit.brief();
      await tag.locator("[part~=start-button]").click();
      await tag.locator("[part~=consent-button]").click();
    }
    await says.waitFor({ timeout: PATIENCE_MS });
  }
}

async function speak(visit: Visit): Promise<void> {
  const { frame, tag } = visit;
  await visit.brief();
  await tag.locator("[part~=start-button]").click();
  await tag.locator("[part~=consent-button]").click();
  await tag.locator("[part~=call-button]:enabled").click({ timeout: PATIENCE_MS });
  await until("audible", async () => (await readProbe(frame)).audibleAt.length > 0, PATIENCE_MS);
  await hangUp(tag);
  await tag.getByRole("heading", { name: "No score for this call" }).waitFor();
}

async function removeTags(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const outer = document.querySelector("#outer")?.shadowRoot;
    for (const root of [document, outer])
      for (const tag of root?.querySelectorAll("maka-voice-coach") ?? [])
        tag.parentNode?.removeChild(tag);
  });
}

/** A removed tag waits a second before it hangs up, since pages move elements by removing and adding them. */
async function waitForNothing(frame: Frame): Promise<string[]> {
  let held: readonly string[] = [];
  await until(
    "nothing is held",
    async () => {
      const { liveTracks, openPeers } = await readProbe(frame);
      held = [
        ...(await readLedger(frame)),
        ...(liveTracks > 0 ? [`${liveTracks} live tracks`] : []),
        ...(openPeers > 0 ? [`${openPeers} peers`] : []),
      ];
      return held.length === 0;
    },
    10_000,
  ).catch(() => undefined);
  return held.map((line) => `still holds ${line}`);
}

function toChange(line: string): string {
  return `changed the page: ${line.slice(0, 300)}`;
}
