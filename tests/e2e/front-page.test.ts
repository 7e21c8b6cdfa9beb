import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage } from "../kit/stack/stage.ts";

/** Who is at the door for a visitor's language, and what the button says; nobody speaks Dutch here, but the words do. */
const VISITORS = [
  ["en-GB", "Dana Whitfield", "Call Dana"],
  ["fr-CA", "Martine Bouvier", "Appeler Martine"],
  ["nl-NL", "Dana Whitfield", "Dana bellen"],
] as const;

describe("the front page of the demo", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  for (const [locale, name, call] of VISITORS)
    it(`offers ${name} at once to a visitor who reads ${locale}`, async () => {
      const { page, errors } = await openPage(browser, `${stage.urls.demo}/`, { locale });
      await page.getByRole("heading", { name }).waitFor();
      await page.getByRole("button", { name: call }).waitFor();
      assert.equal(await page.locator("#faces li").count(), await countOthers());
      assert.deepEqual(errors, []);
      await page.context().close();
    });

  it("leads on to everybody else, and fits a telephone", async () => {
    const viewport = { width: 320, height: 640 };
    const { page } = await openPage(browser, `${stage.urls.demo}/`, { viewport });
    await page.locator("#faces a").first().waitFor();
    await page.locator("[part~=start-button]").waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${width} px wide`);
    assert.deepEqual(await checkPage(page), []);
    await page.locator("#faces").getByRole("link", { name: "Victor Osei" }).click();
    await page.getByRole("heading", { name: "Victor Osei" }).waitFor();
    assert.match(page.url(), /library\.html\?scenario=price-negotiation-en$/);
    await page.context().close();
  });

  it("offers somebody to call where the list cannot be fetched", async () => {
    const prepare = async (page: Page): Promise<void> => {
      await page.route("**/coach/scenarios*", (route) => route.abort());
    };
    const { page } = await openPage(browser, `${stage.urls.demo}/`, { prepare });
    await page.getByRole("heading", { name: "Dana Whitfield" }).waitFor();
    await page.context().close();
  });

  async function countOthers(): Promise<number> {
    const [row] = await stage.sql<{ count: number }[]>`
      select least(count(*)::int - 1, 12) as count from coach.scenarios`;
    return row?.count ?? 0;
  }
});
