import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

describe("the library page", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let library: ProbedPage;
  let address: string;

  const titles = (page: Page): Promise<string[]> => page.locator("#list h2").allInnerTexts();

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

  it("lists every scenario that was published, and invites to choose one", async () => {
    const { page } = library;
    const rows = await stage.sql`select id from coach.scenarios`;
    await page.getByText(`${rows.length} scenarios`).waitFor();
    assert.equal((await titles(page)).length, rows.length);
    assert.equal(await page.locator("maka-voice-coach").isVisible(), false);
    assert.equal(await page.locator("#invitation").isVisible(), true);
  });

  it("finds by words without their accents, by language, difficulty and subject, and keeps it in the address", async () => {
    const { page } = library;
    await page.getByLabel("Search").fill("BOULANGERE");
    assert.deepEqual(await titles(page), ["Vendre un site à une boulangère"]);
    await page.getByLabel("Search").fill("");
    await page.getByLabel("Language").selectOption({ label: "German" });
    await page.getByLabel("Difficulty").selectOption({ label: "Easy" });
    assert.equal((await titles(page)).length, 2, "the Austrian variant is German too");
    await page.locator("[name=tag]").selectOption("Österreich");
    assert.equal((await titles(page)).length, 1);
    const { searchParams } = new URL(page.url());
    assert.deepEqual(Object.fromEntries(searchParams), {
      ...{ language: "de", difficulty: "easy", tag: "Österreich" },
    });
    await page.reload();
    await page.getByText("1 of ").waitFor();
    assert.equal(await page.locator("[name=tag]").inputValue(), "Österreich");
  });

  it("says so when nothing fits, and clears the filters by a button", async () => {
    const { page } = library;
    await page.getByLabel("Search").fill("no such thing");
    await page.getByText("No scenario fits").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).press("Enter");
    assert.ok((await titles(page)).length > 10);
    assert.equal(new URL(page.url()).search, "");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "q");
  });

  it("opens a scenario's brief by its link, and the one before by going back", async () => {
    const { page } = library;
    await page.getByRole("link", { name: "Fifteen per cent by Friday" }).press("Enter");
    await page.getByRole("heading", { name: "Victor Osei" }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("scenario"), "price-negotiation-en");
    assert.equal(await page.locator("[aria-current]").innerText(), "Fifteen per cent by Friday");
    await page.getByRole("link", { name: "Discovery call" }).click();
    await page.getByRole("heading", { name: "Dana Whitfield" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Victor Osei" }).waitFor();
    await page.goto(`${address}?scenario=vip-fr`);
    await page.getByRole("heading", { name: "Ariane Kessel" }).waitFor();
  });

  it("starts any scenario on the spot, and nobody gets past its brief unasked", async () => {
    const { page } = library;
    await page.getByRole("button", { name: "Start: Un changement de RIB" }).press("Enter");
    await page.locator("[part~=start-button]").waitFor();
    await page.locator("maka-brief header").getByText("Un changement de RIB").waitFor();
    assert.equal(await page.locator("maka-voice-coach").getAttribute("scenario"), "compliance-fr");
  });

  it("fits a telephone, and offends no policy", async () => {
    const { page, errors } = library;
    await page.setViewportSize({ width: 320, height: 640 });
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(scrollWidth <= 320, `${scrollWidth} px wide`);
    await page.goto(`${address}?scenario=vip-fr`);
    await page.getByRole("heading", { name: "Ariane Kessel" }).waitFor();
    await until("the brief that the address asks for is in sight", () =>
      page.locator("maka-voice-coach").evaluate((tag) => {
        const { top } = tag.getBoundingClientRect();
        return top >= 0 && top < 200;
      }),
    );
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
