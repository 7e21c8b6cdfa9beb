import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { words } from "../../widget/src/locales/fr/report.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const COURSE = `<!doctype html><title>Course</title>
  <iframe src="/lesson.html" allow="microphone 'none'" width="800" height="900"></iframe>`;
const SAID = "Bonjour Madame Bouvier, comment vos clients font-ils pour commander un gâteau ?";

describe("a practice in a window of its own", { timeout: 120_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let host: Page;
  let frame: FrameLocator;
  let popup: Page;
  const errors: string[] = [];

  before(async () => {
    stage = await openStage();
    const { demo } = stage.urls;
    await stage.sql`
      update coach.sites set practice_url = ${`${demo}/practice.html`}
      where id = ${stage.site.id}`;
    browser = await openBrowser();
    const opened = await openPage(browser, `${demo}/lesson.html`);
    host = opened.page;
    host.context().on("weberror", (error) => errors.push(error.error().message));
    host.context().on("console", (entry) => {
      const isIcon = entry.location().url.endsWith("/favicon.ico");
      if (entry.type() === "error" && !isIcon) errors.push(entry.text());
    });
    await host.route("**/course.html", (route) =>
      route.fulfill({ contentType: "text/html", body: COURSE }),
    );
    await host.goto(`${demo}/course.html`);
    frame = host.frameLocator("iframe");
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("mic denied in LMS frames without allow (instructure/canvas-lms#1219, instructure/canvas-lms#1588, openedx/frontend-app-learning#412, openedx/xblock-lti-consumer#37, blackboard/BBDN-LTI-Tool-Provider-Node#147, Brightspace/ifrau#115, h5p/moodle-mod_hvp#326, h5p/h5p-php-library#59): a window of its own is offered", async () => {
    await frame.locator("[part~=start-button]").click();
    await frame.locator("[part~=consent-button]").click();
    await frame.locator("maka-pop-out button").waitFor();
  });

  it("opens on the operator's page, whose address keeps no token", async () => {
    const [opened] = await Promise.all([
      host.waitForEvent("popup"),
      frame.locator("maka-pop-out button").click(),
    ]);
    popup = opened;
    await popup.locator("[part~=start-button]").waitFor();
    assert.equal(popup.url(), `${stage.urls.demo}/practice.html`);
    assert.equal(
      await popup.locator("maka-voice-coach").getAttribute("scenario"),
      "website-sales-fr",
    );
  });

  it("is held there with the microphone, to its report", async () => {
    await popup.locator("[part~=start-button]").click();
    await popup.locator("[part~=consent-button]").click();
    // A browser whose microphone was checked before is not asked to check it again.
    const call = popup.locator("[part~=call-button]:enabled");
    await call.or(popup.locator("maka-call, maka-failure")).first().waitFor({ state: "attached" });
    if ((await call.count()) > 0) await call.click();
    await popup.locator("[part~=caption]").first().waitFor();
    await popup.evaluate((words) => {
      document
        .querySelector<HTMLElement & { sendText(words: string): void }>("maka-voice-coach")
        ?.sendText(words);
    }, SAID);
    await popup.locator("[part~=caption]").nth(2).waitFor();
    await popup.locator("[part~=end-button]").click();
    const confirm = popup.locator("dialog [part~=end-button], maka-confirm button").last();
    if (await confirm.isVisible()) await confirm.click();
    await popup.locator("[part~=score]").waitFor();
    await popup.locator("#return").waitFor();
  });

  it("gives its report and its events back to the tag", async () => {
    await frame.locator("[part~=score]").waitFor();
    const [there, here] = await Promise.all([
      popup.locator("[part~=score] .unseen").innerText(),
      frame.locator("[part~=score] .unseen").innerText(),
    ]);
    assert.equal(here, there);
    const inner = host.frames().at(-1);
    const events = await inner?.evaluate(() => Reflect.get(globalThis, "probe") as unknown);
    const types = Reflect.get(Object(events), "events") as readonly { type: string }[];
    const expected = ["maka-session-started", "maka-session-ended", "maka-report-ready"];
    assert.deepEqual(
      types.map(({ type }) => type).filter((type) => expected.includes(type)),
      expected,
    );
    const [{ count } = { count: 0 }] = await stage.sql<{ count: number }[]>`
      select count(*)::int as count from coach.sessions where site_id = ${stage.site.id}`;
    assert.equal(count, 1, "one session, in the window");
  });

  it("is rated there with one tap, and stored", async () => {
    await popup.locator("maka-rating input[value='4']").check({ force: true });
    await popup.locator("maka-rating form").waitFor();
    await until("the rating is stored", async () => {
      const rows = await stage.sql`
        select r.stars from coach.ratings r join coach.sessions s on s.id = r.session_id
        where s.site_id = ${stage.site.id}`;
      return rows[0]?.["stars"] === 4;
    });
    assert.equal(await frame.locator("maka-rating").count(), 0, "the tag has no session to rate");
  });

  it("says so when the window has nothing to report, and when it is closed", async () => {
    const again = await host.context().newPage();
    await again.route("**/course.html", (route) =>
      route.fulfill({ contentType: "text/html", body: COURSE }),
    );
    await again.goto(`${stage.urls.demo}/course.html`);
    const tag = again.frameLocator("iframe");
    await tag.locator("[part~=start-button]").click();
    await tag.locator("[part~=consent-button]").click();
    const open = async (): Promise<Page> => {
      const button = tag.locator("maka-pop-out button");
      const [opened] = await Promise.all([again.waitForEvent("popup"), button.click()]);
      return opened;
    };
    const first = await open();
    await first.locator("[part~=start-button]").click();
    await first.locator("[part~=consent-button]").click();
    await first.locator("[part~=caption]").first().waitFor();
    await first.evaluate(() => {
      document.querySelector<HTMLElement & { stop(): void }>("maka-voice-coach")?.stop();
    });
    await tag.getByText(words.popOut.noReport).waitFor();
    await first.close();
    const second = await open();
    await tag.getByText(words.popOut.opened).waitFor();
    await second.close();
    await tag.getByText(words.popOut.noReport).waitFor();
    await again.close();
  });

  it("offends no policy of either page", () => {
    assert.deepEqual(errors, []);
  });

  it("is refused by the operator's page for another service, and works there alone", async () => {
    const { demo } = stage.urls;
    const alone = await openPage(browser, `${demo}/practice.html`);
    await alone.page.locator("[part~=start-button]").waitFor();
    const link = new URLSearchParams({
      api: stage.urls.functions,
      "embed-key": stage.site.embedKey,
      scenario: "website-sales-fr",
    });
    const linked = await openPage(browser, `${demo}/practice.html#${link.toString()}`);
    await linked.page.locator("[part~=start-button]").waitFor();
    const foreign = "#api=https%3A%2F%2Felsewhere.example%2Fv1&embed-key=mk_demo&scenario=a";
    const misled = await openPage(browser, `${demo}/practice.html${foreign}`);
    await misled.page.locator("#refusal").waitFor();
    assert.equal(await misled.page.locator("maka-voice-coach").count(), 0);
    assert.deepEqual([...alone.errors, ...misled.errors], []);
    assert.equal((await readProbe(misled.page)).liveTracks, 0);
  });
});
