import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage } from "../kit/stack/stage.ts";

describe("the library page", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let library: ProbedPage;
  let address: string;

  const titles = (page: Page): Promise<string[]> => page.locator("#list h2").allInnerTexts();
  const chip = (page: Page, name: string): Locator =>
    page.getByRole("button", { name, exact: true });

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    address = `${stage.urls.demo}/library.html`;
    library = await openPage(browser, address);
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("lists everybody that was published, each a link to a brief, with a figure", async () => {
    const { page } = library;
    const rows = await stage.sql`select id from coach.scenarios`;
    await page.getByText(`${rows.length} customers`).waitFor();
    assert.equal((await titles(page)).length, rows.length);
    assert.equal(await page.locator("maka-voice-coach").isVisible(), false);
    const card = page.locator("#list li", { hasText: "Victor Osei" });
    assert.equal(await card.locator("maka-figure").innerText(), "VO");
    assert.equal(await card.getByRole("link").count(), 1);
    assert.match(await card.locator(".terms").innerText(), /Hard\s+9 min\s+English/);
    await page.locator("maka-figure:defined").first().waitFor();
  });

  it("finds by words without their accents, by language, difficulty and subject, and keeps it in the address", async () => {
    const { page } = library;
    await page.getByLabel("Search").fill("BOULANGERE");
    assert.deepEqual(await titles(page), ["Vendre un site à une boulangère"]);
    await page.getByLabel("Search").fill("");
    await chip(page, "Deutsch").click();
    await chip(page, "Easy").press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Easy");
    assert.equal((await titles(page)).length, 2, "the Austrian variant is German too");
    await chip(page, "Österreich").click();
    assert.equal((await titles(page)).length, 1);
    const { searchParams } = new URL(page.url());
    assert.deepEqual(Object.fromEntries(searchParams), {
      ...{ language: "de", difficulty: "easy", tag: "Österreich" },
    });
    await page.reload();
    await page.getByText("1 of ").waitFor();
    assert.equal(await chip(page, "Österreich").getAttribute("aria-pressed"), "true");
    await chip(page, "Österreich").click();
    assert.equal((await titles(page)).length, 2, "a chip that is pressed again lets go");
  });

  it("says so when nobody fits, and shows everybody again by a chip", async () => {
    const { page } = library;
    await page.getByLabel("Search").fill("no such thing");
    await page.getByText("Nobody fits").waitFor();
    await page.locator("#clear").press("Enter");
    assert.ok((await titles(page)).length > 10);
    assert.equal(new URL(page.url()).search, "");
    assert.equal(await page.locator("#clear").getAttribute("aria-pressed"), "true");
  });

  it("opens a brief by its card, and the list again by its link or by going back", async () => {
    const { page } = library;
    await page.getByRole("link", { name: "Fifteen per cent by Friday" }).press("Enter");
    await page.getByRole("heading", { name: "Victor Osei" }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("scenario"), "price-negotiation-en");
    assert.equal(await page.locator("#people").isVisible(), false);
    await page.getByRole("link", { name: "All customers" }).press("Enter");
    assert.equal(
      await page.evaluate(() => document.activeElement?.textContent),
      "Fifteen per cent by Friday",
    );
    assert.equal(await page.locator("maka-voice-coach").isVisible(), false);
    await page.getByRole("link", { name: "Discovery call" }).click();
    await page.getByRole("heading", { name: "Dana Whitfield" }).waitFor();
    await page.goBack();
    await page.locator("#people").waitFor();
    await page.goForward();
    await page.getByRole("heading", { name: "Dana Whitfield" }).waitFor();
    await page.goto(`${address}?scenario=vip-fr`);
    await page.getByRole("heading", { name: "Ariane Kessel" }).waitFor();
  });

  it("shows the best score of whoever practised here before", async () => {
    const { page } = library;
    await page.evaluate(() => {
      const tag = document.querySelector("maka-voice-coach");
      const event = new CustomEvent("maka-report-ready", { detail: { total: 76 } });
      tag?.dispatchEvent(event);
    });
    await page.getByRole("link", { name: "All customers" }).click();
    await page.locator("#list li", { hasText: "Ariane Kessel" }).getByText("best 76").waitFor();
  });

  it("fits a telephone, and offends no policy", async () => {
    const { page, errors } = library;
    await page.setViewportSize({ width: 320, height: 640 });
    const measure = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await measure()) <= 320, `${await measure()} px wide`);
    await page.goto(`${address}?scenario=vip-fr`);
    await page.getByRole("heading", { name: "Ariane Kessel" }).waitFor();
    assert.ok((await measure()) <= 320, `${await measure()} px wide with a brief`);
    assert.deepEqual(await checkPage(page), []);
    assert.deepEqual(errors, []);
  });

  it("tells why there is no list, and asks again by a button", async () => {
    const { page } = await openPage(browser, "about:blank");
    const scenarios = `${stage.urls.api}/functions/v1/coach/scenarios*`;
    await page.route(scenarios, (route) => route.abort());
    await page.goto(address);
    await page.getByText("The service does not answer").waitFor();
    await page.route(scenarios, (route) =>
      route.fulfill({ json: { scenarios: [] }, headers: { "access-control-allow-origin": "*" } }),
    );
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Nothing was published to this site yet.").waitFor();
    await page.unroute(scenarios);
    await stage.sql`update coach.sites set origins = '{}' where id = ${stage.site.id}`;
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    assert.match(await page.locator("#count").innerText(), /origin|page|site/i);
  });
});
