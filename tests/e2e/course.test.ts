import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { unzipSync } from "fflate";
import type { Browser, Frame, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { ask, exchange, readState, startTypedCall } from "../kit/browser/typed-call.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const RECORDED = "Your course has this result.";

describe("the course page, a small learning platform", { timeout: 300_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let opened: ProbedPage;
  let page: Page;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
  });

  beforeEach(async () => {
    opened = await openPage(browser, `${stage.urls.demo}/course.html`);
    ({ page } = opened);
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  async function findUnit(): Promise<Frame> {
    await page.frameLocator("#unit").locator("[part~=start-button]").waitFor();
    const unit = page.frames().find((frame) => frame.url().endsWith("/course-unit.html"));
    assert.ok(unit);
    return unit;
  }

  async function talk(unit: Frame): Promise<void> {
    await startTypedCall(unit);
    await exchange(unit, "Hello, this is Robin from Hartwell. Thank you for taking the time.");
    await exchange(unit, "May I ask what matters most to you in this contract?");
  }

  const cell = (name: string): Promise<string> =>
    page.getByRole("row", { name }).getByRole("cell").innerText();

  it("shows the grade that a practice came to, and passes for everybody", async () => {
    const unit = await findUnit();
    assert.deepEqual(await checkPage(page), []);
    assert.equal(await cell("Grade"), "–");
    await talk(unit);
    await ask(unit, "stop");
    await unit.getByText(RECORDED).waitFor({ timeout: 60_000 });
    assert.match(await cell("Grade"), /^\d+$/);
    assert.equal(await cell("Completion"), "completed");
    assert.match(await cell("Outcome"), /^(passed|failed)$/);
    assert.equal(await cell("Session to ask for"), (await readState(unit))?.sessionId);
    assert.deepEqual(opened.errors, []);
    await page.context().close();
  });

  it("has the grade after the unit was closed before its score, and opened again", async () => {
    const unit = await findUnit();
    await talk(unit);
    await ask(unit, "stop");
    await page.getByRole("button", { name: "Close the unit" }).click();
    assert.equal(await cell("Grade"), "–");
    await page.getByRole("button", { name: "Open the unit" }).click();
    await until("the grade is there", async () => /^\d+$/.test(await cell("Grade")), 120_000);
    assert.deepEqual(opened.errors, []);
    await page.context().close();
  });

  it("has the grade once it answers again, and the learner is told both times", async () => {
    const unit = await findUnit();
    await talk(unit);
    await page.getByLabel("It is away").check();
    await ask(unit, "stop");
    await unit.getByText("Your course does not have this result yet.").waitFor({ timeout: 60_000 });
    assert.equal(await cell("Grade"), "–");
    await page.getByLabel("It is away").uncheck();
    await unit.evaluate(() => dispatchEvent(new Event("online")));
    await unit.getByText(RECORDED).waitFor();
    assert.match(await cell("Grade"), /^\d+$/);
    await page.context().close();
  });

  it("writes nothing in a preview, and says so", async () => {
    await findUnit();
    await page.getByRole("button", { name: "Close the unit" }).click();
    await page.getByLabel("The next launch is a preview").check();
    await page.getByRole("button", { name: "Open the unit" }).click();
    const unit = await findUnit();
    await unit.getByText("Preview or review: your course records nothing.").waitFor();
    await page.context().close();
  });

  it("gives every scenario of the library out as packages", async () => {
    await page.goto(`${stage.urls.demo}/library.html?scenario=returns-de`);
    for (const [name, manifest] of [
      ["SCORM 2004", "imsmanifest.xml"],
      ["SCORM 1.2", "imsmanifest.xml"],
      ["cmi5", "cmi5.xml"],
    ] as const) {
      const link = page.getByRole("link", { name });
      const address = await link.evaluate((element) => (element as HTMLAnchorElement).href);
      const response = await fetch(address);
      assert.equal(response.headers.get("content-type"), "application/zip");
      const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
      assert.ok(files[manifest], name);
      const html = new TextDecoder().decode(files["index.html"]);
      assert.ok(html.includes(stage.site.embedKey) && html.includes("/widget/v"));
    }
    await page.context().close();
  });
});
