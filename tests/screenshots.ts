import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openBrowser, openPage, openStage, type Stage, until } from "./e2e/support/stage.ts";
import { openGallery } from "./support/open-gallery.ts";
import { readProbe } from "./support/page-probe.ts";

/**
 * Takes a picture of each state of a practice, at three widths in both themes, into `docs/images/`. What the demo
 * leads to is taken from the running product; what needs a fault or a mishap, from the gallery, which is all that
 * `npm run screenshots -- gallery` takes.
 */
const FOLDER = fileURLToPath(new URL("../docs/images/", import.meta.url));
const WIDTHS = [360, 768, 1280];
const THEMES = ["light", "dark"] as const;
/** Pictures by their name: a view of the gallery, and the tag's attributes there. */
const GALLERY: Readonly<
  Record<string, { readonly view: string; readonly attributes?: Readonly<Record<string, string>> }>
> = {
  "call-recovering": { view: "recovering" },
  "call-offered": { view: "offered" },
  "call-card": { view: "card" },
  "call-menu": { view: "menu" },
  "call-ending": { view: "ending" },
  "call-arabic": { view: "call", attributes: { locale: "ar" } },
  interrupted: { view: "interrupted" },
  failure: { view: "denied" },
};
const SAID = [
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?",
  "Je vous appelle parce que beaucoup de boulangeries perdent des commandes au téléphone. Est-ce que je peux vous poser deux questions ?",
  "Comment vos clients font-ils aujourd'hui pour commander un gâteau ?",
  "Et que se passe-t-il quand le téléphone sonne pendant le coup de feu du samedi ?",
];

async function countTurns(page: Page): Promise<number> {
  const { events } = await readProbe(page);
  return events.filter((event) => event.type === "maka-turn-completed").length;
}

async function picture(page: Page, state: string, theme: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const widget = page.locator("maka-voice-coach");
    await widget.scrollIntoViewIfNeeded();
    await page.waitForTimeout(250);
    await widget.screenshot({ path: `${FOLDER}${state}-${width}-${theme}.png` });
  }
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

async function walk(stage: Stage, microphone: string, theme: "light" | "dark"): Promise<void> {
  const browser = await openBrowser(microphone);
  const { page } = await openPage(browser, `${stage.platform.urls.demo}/lesson.html`, {
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
  await page.locator("[part~=end-button]").click();
  await until("the report is ready", async () =>
    (await readProbe(page)).events.some((event) => event.type === "maka-report-ready"),
  );
  await picture(page, "report", theme);
  await browser.close();
}

async function walkStage(): Promise<void> {
  const stage = await openStage();
  try {
    const microphone = await stage.recordMicrophone([{ type: "silence", durationMs: 120_000 }]);
    for (const theme of THEMES) await walk(stage, microphone, theme);
  } finally {
    await stage.close();
  }
}

async function walkGallery(): Promise<void> {
  const gallery = await openGallery();
  const browser = await openBrowser();
  try {
    for (const theme of THEMES)
      for (const [state, { view, attributes }] of Object.entries(GALLERY)) {
        const page = await browser.newPage({ colorScheme: theme });
        await page.goto(gallery.urlOf(view, attributes));
        await page.locator("html[data-ready]").waitFor();
        await picture(page, state, theme);
        await page.close();
      }
  } finally {
    await browser.close();
    await gallery.close();
  }
}

await mkdir(FOLDER, { recursive: true });
if (!process.argv.includes("gallery")) await walkStage();
await walkGallery();
