import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../kit/browser/open-browser.ts";
import { startLtiPlatform } from "../kit/lms/lti-platform.ts";
import { type RegisteredCourse, registerPlatform } from "../kit/lms/register-platform.ts";
import { openStage } from "../kit/stack/stage.ts";

const SCENARIO = "saas-discovery-en";
const LTI = "https://purl.imsglobal.org/spec/lti/claim/";
const ROUNDS = 12;
/** The browser's and the functions' first work. */
const WARMING_ROUNDS = 3;
const WANTED = 1.5;

/** From an address to the brief, in milliseconds. */
async function openToBrief(page: Page, url: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("[part~=start-button]").waitFor();
  return performance.now() - startedAt;
}

/** The same from an open course, whose frame goes to the tool's login. */
async function launchToBrief(page: Page, { url, toLogin }: RegisteredCourse): Promise<number> {
  await page.goto(url);
  const startedAt = performance.now();
  await page.evaluate((login) => {
    document.querySelector("iframe")?.setAttribute("src", login);
  }, toLogin());
  await page.frameLocator("iframe").locator("[part~=start-button]").waitFor();
  return performance.now() - startedAt;
}

/** What a learner waits who never was here, and who was. */
async function openTwice(
  browser: Browser,
  open: (page: Page) => Promise<number>,
): Promise<readonly [first: number, again: number]> {
  const context = await browser.newContext();
  const first = await open(await context.newPage());
  const again = await open(await context.newPage());
  await context.close();
  return [first, again];
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** From a course by LTI 1.3 to the brief, beside opening the practice page: taking turns in one run. */
export async function bench(): Promise<string[]> {
  const [stage, lms, browser] = await Promise.all([
    openStage({ isOwn: true }),
    startLtiPlatform(),
    openBrowser(),
  ]);
  const rounds: { readonly page: readonly number[]; readonly launch: readonly number[] }[] = [];
  try {
    const course = await registerPlatform(stage, lms);
    lms.state.claims = {
      [`${LTI}custom`]: { scenario: SCENARIO },
      [`${LTI}launch_presentation`]: { locale: "en" },
    };
    const url = `${stage.urls.demo}/practice.html?scenario=${SCENARIO}`;
    for (let round = 1 - WARMING_ROUNDS; round <= ROUNDS; round += 1) {
      const launch = await openTwice(browser, (page) => launchToBrief(page, course));
      const page = await openTwice(browser, (opened) => openToBrief(opened, url));
      if (round > 0) rounds.push({ page, launch });
    }
  } finally {
    await browser.close();
    await lms.stop();
    await stage.close();
  }
  return ["a first time", "again"].map((what, index) => {
    const page = median(rounds.map((round) => round.page[index] ?? NaN));
    const launch = median(rounds.map((round) => round.launch[index] ?? NaN));
    const times = `practice page to brief ${page.toFixed(0)} ms, launch to brief ${launch.toFixed(0)} ms`;
    return `${what}: ${times} (medians of ${ROUNDS}), ratio ${(launch / page).toFixed(2)}, wanted ≤ ${WANTED}`;
  });
}
