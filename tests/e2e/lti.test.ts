import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { decodeJwt } from "jose";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { type LtiPlatformDouble, startLtiPlatform } from "../kit/lms/lti-platform.ts";
import { type RegisteredCourse, registerPlatform } from "../kit/lms/register-platform.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const SCENARIO = "saas-discovery-en";
const CLAIM = "https://purl.imsglobal.org/spec/lti/claim/";
const DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";

/** What some browsers do to a frame of another site: nothing is kept. */
async function forbidKeeping(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (self === top) return;
    Object.defineProperty(self, "sessionStorage", {
      get() {
        throw new DOMException("forbidden", "SecurityError");
      },
    });
  });
  await context.route("**/functions/v1/lti/login?**", async (route) => {
    const response = await fetch(route.request().url(), { redirect: "manual" });
    const location = response.headers.get("location") ?? "";
    await route.fulfill({ status: response.status, headers: { location } });
  });
}

describe("a practice that a course launches by LTI", { timeout: 300_000 }, () => {
  let stage: Stage;
  let lms: LtiPlatformDouble;
  let browser: Browser;
  let page: Page;
  let course: RegisteredCourse;

  before(async () => {
    [stage, lms, browser] = await Promise.all([openStage(), startLtiPlatform(), openBrowser()]);
    course = await registerPlatform(stage, lms);
  });

  after(async () => {
    await browser.close();
    await lms.stop();
    await stage.close();
  });

  afterEach(async () => {
    await page.context().close();
  });

  /** The course, on another site than the tool, opens it in its frame. */
  async function launch(
    query: Readonly<Record<string, string>> = {},
    prepare?: (context: BrowserContext) => Promise<void>,
    locale = "en-US",
  ): Promise<FrameLocator> {
    ({ page } = await openPage(browser, course.toLaunch(query), {
      locale,
      prepare: async (opened) => prepare?.(opened.context()),
    }));
    return page.frameLocator("iframe");
  }

  const learner = (): void => {
    lms.state.claims = { [`${CLAIM}custom`]: { scenario: SCENARIO } };
  };

  it("shows the brief in the frame of the course, with a token for its start and none in the address", async () => {
    learner();
    const frame = await launch();
    await frame.locator("[part~=start-button]").waitFor();
    assert.equal(await frame.locator("html").getAttribute("lang"), "fr");
    await frame.getByText("Votre résultat est transmis au cours.").waitFor();
    const opened = page.frames().at(-1);
    assert.equal(opened?.url(), `${stage.urls.demo}/lti.html`);
    const token = await frame.locator("maka-voice-coach").evaluate(async (tag) => {
      return await (tag as HTMLElement & { getLearnerToken(): Promise<string> }).getLearnerToken();
    });
    assert.equal(decodeJwt(token)["scenario"], SCENARIO);
  });

  it("goes straight to the platform where the browser kept the cookie of an earlier launch", async () => {
    learner();
    const frame = await launch();
    await frame.locator("[part~=start-button]").waitFor();
    const documents: string[] = [];
    page.on("request", (request) => {
      if (request.isNavigationRequest()) documents.push(new URL(request.url()).pathname);
    });
    await page.reload();
    await frame.locator("[part~=start-button]").waitFor();
    assert.deepEqual(documents, [
      ...["/course", "/functions/v1/lti/login", "/auth"],
      ...["/functions/v1/lti/launch", "/lti.html"],
    ]);
  });

  it("works where the browser keeps nothing and the platform does", async () => {
    learner();
    const frame = await launch({ lti_storage_target: "_parent" }, forbidKeeping);
    await frame.locator("[part~=start-button]").waitFor();
  });

  it("opens a window of its own where nobody keeps anything, before the platform is asked", async () => {
    learner();
    const before = lms.asked.filter((path) => path === "/auth").length;
    const frame = await launch({}, forbidKeeping);
    const button = frame.getByRole("button", { name: "Open a new window" });
    await button.waitFor();
    assert.equal(lms.asked.filter((path) => path === "/auth").length, before);
    const [opened] = await Promise.all([page.context().waitForEvent("page"), button.click()]);
    await opened.locator("[part~=start-button]").waitFor();
  });

  it("tells a refused launch in a sentence, with what an administrator can look up", async () => {
    learner();
    lms.state.claims = { ...lms.state.claims, [`${CLAIM}deployment_id`]: "of nobody" };
    const frame = await launch();
    await frame.getByText("deployment_unknown").waitFor();
    await frame.getByText("administrator of your learning platform").waitFor();
    assert.deepEqual(await checkPage(page), []);
    await page.context().close();
    const german = await launch({}, undefined, "de-DE");
    await german.getByText("deployment_unknown").waitFor();
    assert.equal(await german.locator("html").getAttribute("lang"), "de");
  });

  it("lets a teacher choose, and posts the choice back", async () => {
    lms.state.claims = {
      [`${CLAIM}message_type`]: "LtiDeepLinkingRequest",
      [`${CLAIM}launch_presentation`]: { locale: "en" },
      [`${DEEP_LINKING}deep_linking_settings`]: {
        deep_link_return_url: `${lms.url}/deep-link`,
        accept_types: ["ltiResourceLink"],
      },
    };
    await stage.sql`delete from coach.lti_keys`;
    const frame = await launch();
    const choices = frame.locator("#choices button");
    await choices.first().waitFor();
    assert.deepEqual(await checkPage(page), []);
    await choices.first().click();
    await until("it is told that nothing signs yet", async () =>
      (await frame.locator("#reference").innerText()).includes("feature_disabled"),
    );
  });
});
