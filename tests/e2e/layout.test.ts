import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readProbe } from "../kit/browser/page-probe.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

/** How many pixels the page is wider than its window. */
async function overflow(page: Page): Promise<number> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  describe(`a practice on a phone, ${colorScheme}`, { timeout: 120_000 }, () => {
    let stage: Stage;
    let browser: Browser;
    let page: Page;

    before(async () => {
      stage = await openStage();
      browser = await openBrowser();
      ({ page } = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
        viewport: { width: 320, height: 640 },
        colorScheme,
      }));
    });

    after(async () => {
      await browser.close();
      await stage.close();
    });

    async function assertFitting(): Promise<void> {
      assert.deepEqual(await checkPage(page, "maka-voice-coach"), []);
      assert.equal(await overflow(page), 0);
    }

    it("fits and is accessible in its brief", async () => {
      await page.locator("[part~=start-button]").waitFor();
      await assertFitting();
    });

    it("fits and is accessible in its consent", async () => {
      await page.locator("[part~=start-button]").click();
      await page.locator("[part~=consent-button]").waitFor();
      await assertFitting();
    });

    it("fits and is accessible in the microphone check", async () => {
      await page.locator("[part~=consent-button]").click();
      await page.locator("[part~=call-button]:enabled").waitFor();
      await assertFitting();
    });

    it("fits and is accessible in the call, with large enough targets", async () => {
      await page.locator("[part~=call-button]").click();
      await until("a turn is captioned", async () =>
        (await readProbe(page)).events.some((event) => event.type === "maka-turn-completed"),
      );
      await assertFitting();
      for (const part of ["mute-button", "end-button"]) {
        const box = await page.locator(`[part~=${part}]`).boundingBox();
        assert.ok(box !== null && box.width >= 44 && box.height >= 44, part);
      }
    });

    it("fits and is accessible when nothing was said and nothing is scored", async () => {
      await page.evaluate(() => {
        document.querySelector<HTMLElement & { stop(): void }>("maka-voice-coach")?.stop();
      });
      await until("it says so", async () =>
        (await readProbe(page)).events.some((event) =>
          JSON.stringify(event.detail).includes("not-scored"),
        ),
      );
      await assertFitting();
    });
  });
}
