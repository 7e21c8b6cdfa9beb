import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { joinStack, type Stack } from "../kit/stack/shared-stack.ts";

describe("the coaches' console on the demo's page", { timeout: 120_000 }, () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  const tag = (): Locator => page.locator("maka-coach-console");
  const heading = (): Promise<string> => tag().locator(".view h3").first().innerText();

  before(async () => {
    [stack, browser] = await Promise.all([joinStack(false), openBrowser()]);
    ({ page } = await openPage(browser, `${stack.urls.demo}/console.html`));
    await tag().locator(".person").first().waitFor();
  });

  after(async () => {
    await browser.close();
    await stack.stop();
  });

  it("finds the three of forty who need help without a click, and what each did with one", async () => {
    const people = tag().locator(".person");
    assert.equal(await people.count(), 3);
    const reasons = (await people.locator(".reasons").allInnerTexts()).join("\n");
    for (const part of [/Did not pass/, /at 2 or below/, /no attempt since/])
      assert.match(reasons, part);
    const name = await people.first().locator(".name").innerText();
    await people.first().locator(".name").click();
    await tag().locator("table").waitFor();
    assert.equal(await heading(), name);
    assert.match(page.url(), /#maka-coach=learners\/[\w-]+$/);
  });

  it("gives the same view after Back, a reload and by a pasted link", async () => {
    await page.goBack();
    await tag().locator(".person").first().waitFor();
    await tag().getByRole("link", { name: "Attempts", exact: true }).click();
    await tag().locator("tbody tr").first().waitFor();
    const narrowed = page.waitForResponse(/\/attempts\?.*outcome=passed/);
    await tag().getByLabel("Outcome").selectOption("passed");
    await (await narrowed).finished();
    await tag().locator("tbody", { hasText: "not passed" }).waitFor({ state: "detached" });
    const rows = await tag().locator("tbody").innerText();
    await page.reload();
    await tag().locator("tbody tr").first().waitFor();
    assert.equal(await tag().locator("tbody").innerText(), rows);
    assert.equal(await tag().getByLabel("Outcome").inputValue(), "passed");
    const { page: other } = await openPage(browser, page.url());
    await other.locator("maka-coach-console tbody tr").first().waitFor();
    assert.equal(await other.locator("maka-coach-console tbody").innerText(), rows);
    await other.context().close();
  });

  it("saves the rows that are on screen", async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      tag().getByRole("button", { name: "CSV" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "attempts-outcome-passed.csv");
  });

  it("shows an attempt that waits without a level of the machine", async () => {
    const answered = page.waitForResponse(/\/console\/attempts\/[\w-]+$/);
    const queue = page.waitForResponse(/\/attempts\?.*review=waiting/);
    await page.goto(`${stack.urls.demo}/console.html#maka-coach=attempts?review=waiting`);
    await (await queue).finished();
    await tag().locator("tbody tr", { hasText: "after your review" }).first().locator("a").click();
    const body: unknown = await (await answered).json();
    assert.match(JSON.stringify(body), /"ai":null/);
    assert.doesNotMatch(JSON.stringify(body), /"ai":\{/);
    await tag().locator("maka-review .level").first().waitFor();
  });

  for (const place of ["overview", "learners", "attempts?review=waiting", "scenarios"])
    it(`fits and is accessible at ${place}, from a phone to a wide screen, light and dark`, async () => {
      await page.goto(`${stack.urls.demo}/console.html#maka-coach=${place}`);
      await tag().locator(":is(.person, tbody tr)").first().waitFor();
      for (const [width, colorScheme] of [
        [360, "light"],
        [768, "dark"],
        [1440, "light"],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0),
          true,
          `${width}`,
        );
        if (width !== 768) assert.deepEqual(await checkPage(page, "maka-coach-console"), []);
      }
    });

  it("shows a coach of another site nobody of this one", async () => {
    await page.goto(`${stack.urls.demo}/console.html#maka-coach=learners`);
    await page.getByLabel("You are").selectOption("south");
    await tag().getByText("Contact centre South").first().waitFor();
    await tag().getByText("12 rows").waitFor();
  });
});
