import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openPage } from "./kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "./kit/stack/stage.ts";
import { type Gallery, openGallery } from "./kit/browser/open-gallery.ts";
import { readProbe } from "./kit/browser/page-probe.ts";

/**
 * Takes a picture of each state of a practice, at three widths in both themes, into `.local/screenshots/`. What the
 * demo leads to is taken from the running product; what needs a fault, a mishap or patience, from the gallery.
 * `npm run screenshots -- call-menu report` takes those alone.
 */
const FOLDER = fileURLToPath(new URL("../.local/screenshots/", import.meta.url));
const WIDTHS = [360, 768, 1280];
const HEIGHT = 900;
const THEMES = ["light", "dark"] as const;
/** Kept small: a picture of text at this quality shows no fringes, and has a fifth of the size of a PNG. */
const WEBP_QUALITY = 82;

interface GalleryPicture {
  readonly view: string;
  /** Attributes of the tag. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** What to press before the picture is taken. */
  readonly press?: string;
  /** The reader's own colours are in force. */
  readonly forced?: boolean;
}

/** A page with a face and an accent of its own. */
const FOREIGN = { style: "font-family: Georgia, serif; --maka-accent: #ff5a1f" };

/** Pictures from the gallery by their name. */
const GALLERY: Readonly<Record<string, GalleryPicture>> = {
  "brief-loading": { view: "loading" },
  "brief-attempts": { view: "attempts" },
  "brief-attempts-used": { view: "used" },
  "brief-focus": { view: "focus" },
  "brief-no-time": { view: "timeless" },
  "brief-switched-off": { view: "off" },
  "brief-arabic": { view: "attempts", attributes: { locale: "ar" } },
  "consent-facts": { view: "facts" },
  "consent-other-call": { view: "other" },
  "requesting-microphone": { view: "microphone" },
  connecting: { view: "connecting" },
  "call-opening": { view: "opening" },
  "call-muted": { view: "muted" },
  "call-push-to-talk": { view: "talk" },
  "call-typed": { view: "typed" },
  "call-poor-line": { view: "poor" },
  "call-unplugged": { view: "unplugged" },
  "call-recovering": { view: "recovering" },
  "call-offered": { view: "offered" },
  "call-card": { view: "card" },
  "call-card-filled": { view: "found" },
  "call-menu": { view: "menu" },
  "call-ending": { view: "ending" },
  "call-forced-colours": { view: "muted", forced: true },
  "call-foreign": { view: "call", attributes: FOREIGN },
  "call-arabic": { view: "call", attributes: { locale: "ar" } },
  interrupted: { view: "interrupted" },
  "interrupted-over": { view: "over" },
  elsewhere: { view: "elsewhere" },
  failure: { view: "denied" },
  "failure-blocked": { view: "blocked" },
  "failure-limit": { view: "limit" },
  "failure-unreachable": { view: "unreachable" },
  "failure-not-set-up": { view: "unset" },
  "report-pending": { view: "pending" },
  "report-full": { view: "full" },
  "report-forced-colours": { view: "full", forced: true },
  "report-foreign": { view: "full", attributes: FOREIGN },
  "report-not-scored": { view: "unscored" },
  "report-failed": { view: "unreported" },
  "launcher-closed": {
    view: "brief",
    attributes: { variant: "launcher" },
    press: "[part~=launcher]",
  },
  launcher: { view: "brief", attributes: { variant: "launcher" } },
  "launcher-call": { view: "call", attributes: { variant: "launcher" } },
  "launcher-folded": {
    view: "call",
    attributes: { variant: "launcher" },
    press: "maka-call header button",
  },
  panel: { view: "brief", attributes: { variant: "panel" } },
  "panel-call": { view: "call", attributes: { variant: "panel", placement: "bottom-start" } },
};
/** Pictures of the practice on the demo's lesson, in their order. */
const LESSON = ["brief", "consent", "microphone-check", "call", "lesson", "report"];
/** Pictures of pages of the demo by their name. */
const PAGES: Readonly<Record<string, string>> = {
  "front-page": "",
  library: "library.html",
  playground: "playground.html",
};
const SAID = [
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service\u00a0?",
  "Je vous appelle parce que beaucoup de boulangeries perdent des commandes au téléphone. Est-ce que je peux vous poser deux questions\u00a0?",
  "Racontez-moi\u00a0: comment vos clients font-ils pour commander un gâteau d'anniversaire\u00a0?",
  "Et que se passe-t-il le samedi, quand le téléphone sonne et que la boutique est pleine\u00a0?",
];

const only = process.argv.slice(2);
const known = [...LESSON, ...Object.keys(PAGES), ...Object.keys(GALLERY)];
const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);

/** Writes one picture: of the whole viewport, or of the tag as tall as it is. */
async function capture(page: Page, file: string, whole: boolean): Promise<void> {
  const box = whole ? null : await page.locator("maka-voice-coach").boundingBox();
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: WEBP_QUALITY,
    ...(box ? { clip: { ...box, scale: 1 } } : {}),
  });
  await session.detach();
  await writeFile(path.join(FOLDER, file), Buffer.from(data, "base64"));
}

/** Chromium neither draws nor scrolls what is off the screen, so the screen becomes as tall as the page. */
async function fitScreen(page: Page, width: number, whole: boolean): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHT });
  if (whole) return;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(HEIGHT, height) });
}

/** What a picture shows beside the tag. */
interface Frame {
  /** The window as it is, instead of the tag as tall as it is. */
  readonly whole?: boolean;
  /** The tag ends where the window does. */
  readonly atEnd?: boolean;
}

async function picture(
  page: Page,
  name: string,
  theme: string,
  { whole = false, atEnd = false }: Frame = {},
): Promise<void> {
  if (!isWanted(name)) return;
  for (const width of WIDTHS) {
    await fitScreen(page, width, whole);
    if (atEnd)
      await page.locator("maka-voice-coach").evaluate((tag) => {
        tag.scrollIntoView(false);
      });
    await page.mouse.move(0, 0);
    // Fades are over, and what follows the width of its column has followed.
    await page.waitForTimeout(250);
    await capture(page, `${name}-${width}-${theme}.webp`, whole);
  }
}

async function countTurns(page: Page): Promise<number> {
  const { events } = await readProbe(page);
  return events.filter((event) => event.type === "maka-turn-completed").length;
}

async function say(page: Page, text: string): Promise<void> {
  const before = await countTurns(page);
  await page.evaluate((words) => {
    document
      .querySelector<HTMLElement & { sendText(words: string): void }>("maka-voice-coach")
      ?.sendText(words);
  }, text);
  await until("the customer answered", async () => (await countTurns(page)) >= before + 2);
}

async function walkLesson(stage: Stage, browser: Browser, theme: "light" | "dark"): Promise<void> {
  const { page } = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
    colorScheme: theme,
  });
  await page.locator("[part~=start-button]").waitFor();
  await picture(page, "brief", theme);
  await page.locator("[part~=start-button]").click();
  await page.locator("[part~=consent-button]").waitFor();
  await picture(page, "consent", theme);
  await page.locator("[part~=consent-button]").click();
  await page.locator("[part~=call-button]:enabled").waitFor();
  await picture(page, "microphone-check", theme);
  await page.locator("[part~=call-button]").click();
  await until("the customer answers the phone", async () => (await countTurns(page)) >= 1);
  for (const text of SAID) await say(page, text);
  await picture(page, "call", theme);
  await picture(page, "lesson", theme, { whole: true, atEnd: true });
  await page.locator("[part~=end-button]").click();
  await until("the report is ready", async () =>
    (await readProbe(page)).events.some((event) => event.type === "maka-report-ready"),
  );
  await picture(page, "report", theme);
  await page.context().close();
}

async function walkPages(stage: Stage, browser: Browser, theme: "light" | "dark"): Promise<void> {
  for (const [name, address] of Object.entries(PAGES).filter(([name]) => isWanted(name))) {
    const url = `${stage.urls.demo}/${address}`;
    const { page } = await openPage(browser, url, { colorScheme: theme });
    await page.locator("[part~=start-button], .card").first().waitFor();
    await page.locator("maka-figure:defined").first().waitFor();
    await picture(page, name, theme, { whole: true });
    await page.context().close();
  }
}

async function walkStage(): Promise<void> {
  const stage = await openStage();
  const browser = await openBrowser();
  try {
    for (const theme of THEMES) {
      if (LESSON.some(isWanted)) await walkLesson(stage, browser, theme);
      await walkPages(stage, browser, theme);
    }
  } finally {
    await browser.close();
    await stage.close();
  }
}

async function walkViews(
  gallery: Gallery,
  browser: Browser,
  theme: "light" | "dark",
): Promise<void> {
  const page = await browser.newPage({ colorScheme: theme });
  const wanted = Object.entries(GALLERY).filter(([name]) => isWanted(name));
  for (const [name, { view, attributes, press, forced = false }] of wanted) {
    await page.emulateMedia({ forcedColors: forced ? "active" : "none" });
    await page.goto(gallery.urlOf(view, attributes));
    await page.locator("html[data-ready]").waitFor();
    if (press !== undefined) await page.locator(press).first().click();
    await picture(page, name, theme, { whole: attributes?.["variant"] !== undefined });
  }
  await page.close();
}

async function walkGallery(): Promise<void> {
  const gallery = await openGallery();
  const browser = await openBrowser();
  try {
    for (const theme of THEMES) await walkViews(gallery, browser, theme);
  } finally {
    await browser.close();
    await gallery.close();
  }
}

async function removePictures(): Promise<void> {
  for (const file of await readdir(FOLDER)) await rm(path.join(FOLDER, file));
}

const strange = only.filter((name) => !known.includes(name));
if (strange.length > 0) {
  console.error(`There is no picture ${strange.join(", ")}. There are: ${known.join(", ")}.`);
  process.exitCode = 1;
} else {
  await mkdir(FOLDER, { recursive: true });
  if (only.length === 0) await removePictures();
  if ([...LESSON, ...Object.keys(PAGES)].some(isWanted)) await walkStage();
  if (Object.keys(GALLERY).some(isWanted)) await walkGallery();
}
