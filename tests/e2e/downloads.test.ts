import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Browser, Locator, Page, Route } from "playwright-core";
import { ask, exchange, readState, startTypedCall } from "../kit/browser/typed-call.ts";
import { startCall } from "../kit/browser/start-call.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const GREETING = "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule.";
const fail = (route: Route): Promise<void> => route.abort();
/** A refused request is told of after a few tries; only one without an answer is waited for. */
const never = (): Promise<void> => new Promise(() => undefined);

/** Runs in the page: writes down, picture by picture, how far below the tag's beginning its end button is. */
function watchEndButton(): void {
  const places: number[] = [];
  Object.assign(globalThis, { places });
  const find = (root: ParentNode): Element | null => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("[part~=end-button]")) return element;
      const found = element.shadowRoot && find(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const look = (): void => {
    const button = find(document);
    const tag = document.querySelector("maka-voice-coach");
    if (!button || !tag) return;
    places.push(Math.round(button.getBoundingClientRect().top - tag.getBoundingClientRect().top));
    requestAnimationFrame(look);
  };
  look();
}

describe("what fails beside a call, and leaves a way on", { timeout: 240_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
  });

  beforeEach(async () => {
    ({ page } = await openPage(browser, `${stage.urls.demo}/lesson.html`));
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  const loadAgain = (): Locator => page.locator("[role=alert] button");

  it("a brief whose view cannot be fetched is told of, and comes when it is asked for again", async () => {
    await page.route("**/chunks/brief-*", fail);
    await page.reload();
    const again = page.getByRole("button", { name: "Réessayer" });
    await again.waitFor();
    await page.unroute("**/chunks/brief-*");
    await again.click();
    await page.getByRole("button", { name: "Appeler Martine" }).waitFor();
    await page.context().close();
  });

  for (const file of ["during-call-*", "fr-during-call-*", "fr-report-*"])
    it(`controls that cannot be fetched are told of, and come when they are asked for again: ${file}`, async () => {
      await page.route(`**/chunks/${file}`, fail);
      await startTypedCall(page);
      await loadAgain().waitFor();
      await page.unroute(`**/chunks/${file}`);
      await loadAgain().click();
      await page.locator("[part~=objectives]").waitFor();
      assert.equal(await loadAgain().count(), 0);
      assert.equal((await readState(page))?.phase, "in-call");
      await page.context().close();
    });

  it("a part of the report that cannot be fetched is told of, and comes later", async () => {
    await page.route("**/chunks/report-details-*", fail);
    await startTypedCall(page);
    await exchange(page, GREETING);
    await ask(page, "stop");
    await page.locator("[part~=score]").waitFor();
    await loadAgain().waitFor();
    await page.unroute("**/chunks/report-details-*");
    await loadAgain().click();
    await page.locator("maka-save button").first().waitFor();
    assert.equal(await loadAgain().count(), 0);
    await page.context().close();
  });

  it("a server that does not answer at the end leaves the transcript, and the report for later", async () => {
    const { api, demo } = stage.urls;
    await startTypedCall(page);
    await exchange(page, GREETING);
    await page.locator("[part~=objectives]").waitFor();
    await page.waitForLoadState("networkidle");
    await page.route(`${api}/**`, never);
    await page.route(`${demo}/**`, fail);
    await ask(page, "stop");
    await page.locator("maka-report").getByText(GREETING).waitFor();
    const stop = page.locator("maka-report .late button");
    await stop.waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("maka-save button").first().click(),
    ]);
    assert.match(file.suggestedFilename(), /\.txt$/);
    await stop.click();
    assert.equal((await readState(page))?.phase, "report-failed");
    await page.unroute(`${api}/**`);
    await page.unroute(`${demo}/**`);
    await page.locator("[part~=retry-button]").click();
    await page.locator("[part~=score]").waitFor();
    await page.context().close();
  });

  for (const width of [360, 768])
    it(`nothing moves below the talk from the call's beginning on, ${width} pixels wide`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await startCall(page);
      await page.locator("[part~=end-button]").waitFor();
      await page.evaluate(watchEndButton);
      await page.locator("[part~=objectives]").waitFor();
      await exchange(page, GREETING);
      await until("the connection was measured", async () => {
        return (await readState(page))?.connectionQuality !== null;
      });
      const places = await page.evaluate(() => Reflect.get(globalThis, "places") as number[]);
      assert.equal(new Set(places).size, 1, [...new Set(places)].join());
      await page.context().close();
    });
});
