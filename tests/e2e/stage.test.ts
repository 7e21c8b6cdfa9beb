import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { checkPage } from "../kit/browser/check-accessibility.ts";
import { openBrowser } from "../kit/browser/open-browser.ts";
import { type Gallery, openGallery } from "../kit/browser/open-gallery.ts";
import { spaceText } from "../kit/browser/space-text.ts";

/** Viewports, and how the tag stands in them; the gallery leaves 16 px at each side. */
const PLACES: readonly (readonly [variant: string, width: number, height: number])[] = [
  ["inline", 288, 640],
  ["inline", 360, 640],
  ["inline", 640, 360],
  ["inline", 768, 900],
  ["inline", 1280, 900],
  ["launcher", 360, 640],
  ["launcher", 375, 667],
  ["launcher", 640, 360],
  ["panel", 1280, 900],
];
/** What is on the screen: a view of the gallery, and what is pressed in it. */
const MODES: readonly (readonly [mode: string, view: string, press?: string])[] = [
  ["talking", "call"],
  ["typing", "call", "footer .tool[aria-expanded]"],
  ["push-to-talk", "held"],
  ["typed", "typed"],
  ["card", "card"],
  ["sheet", "call", "maka-objectives button:visible"],
  ["sound", "call", "[part~=sound-button]"],
  ["confirm", "call", "[part~=end-button]"],
  ["notice", "recovering"],
  ["first words", "connecting"],
];
/** Each language, and how the screen looks that axe judges it on. */
const LANGUAGES = {
  en: { viewport: { width: 768, height: 900 }, media: {} },
  de: { viewport: { width: 360, height: 640 }, media: { colorScheme: "dark" } },
  ar: { viewport: { width: 640, height: 360 }, media: { forcedColors: "active" } },
} as const;

/** A rectangle of the viewport. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a page shows of a call. */
interface Shown {
  readonly controls: readonly (Box & { readonly name: string })[];
  /** What of the card is on the screen. */
  readonly room: Box;
  readonly scrollsSideways: boolean;
  /** Something lies on the end button, other than a question that waits for an answer. */
  readonly isEndHidden: boolean;
  /** The field lies on what is said. */
  readonly isTalkHidden: boolean;
}

/** Runs in the page. */
function readStage(): Shown | null {
  const all = (root: ParentNode): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>("*")].flatMap((element) => [
      element,
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ]);
  const elements = all(document);
  const toBox = (element: Element): Box => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const card = elements.find((element) => element.matches("[part=card]"));
  const end = elements.find((element) => element.matches("button[part~=end-button]"));
  if (!card || !end) return null;
  const { x, y, width, height } = end.getBoundingClientRect();
  let front: Element | null = document.elementFromPoint(x + width / 2, y + height / 2);
  while (front?.shadowRoot)
    front = front.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
  const { left, top, right, bottom } = toBox(card);
  const talk = elements.find((element) => element.matches("[part~=transcript]"));
  const field = elements.find((element) => element.matches("[part~=text-input]"));
  return {
    controls: elements
      .filter((element) => element.matches("button.tool"))
      .map((control) => ({
        name: control.getAttribute("part") ?? control.textContent.trim(),
        ...toBox(control),
      })),
    room: {
      left: Math.max(0, left),
      top: Math.max(0, top),
      right: Math.min(innerWidth, right),
      bottom: Math.min(innerHeight, bottom),
    },
    scrollsSideways: document.documentElement.scrollWidth > innerWidth,
    isEndHidden:
      !end.contains(front) && !elements.some((element) => element.matches("dialog[open]")),
    isTalkHidden: Boolean(talk && field && toBox(talk).bottom > toBox(field).top + 1),
  };
}

/** What is wrong with the controls of a call, in sentences. */
function findFaults(shown: Shown | null): string[] {
  if (!shown) return ["there is no call"];
  const { controls, room } = shown;
  const faults = controls.flatMap((control, index) =>
    judgeControl(control, controls[index - 1], room).map((fault) => `${control.name} ${fault}`),
  );
  if (shown.scrollsSideways) faults.push("the page scrolls sideways");
  if (shown.isEndHidden) faults.push("something lies on the way out");
  if (shown.isTalkHidden) faults.push("the field lies on the talk");
  return faults;
}

function judgeControl(control: Box, before: Box | undefined, room: Box): string[] {
  const { left, top, right, bottom } = control;
  const faults: string[] = [];
  if (left < room.left - 0.5 || right > room.right + 0.5) faults.push("is cut at a side");
  if (top < room.top - 0.5 || bottom > room.bottom + 0.5) faults.push("is cut above or below");
  if (right - left < 44 || bottom - top < 44) faults.push("is too small");
  if (!before) return faults;
  if (Math.abs(before.top - top) > 1) faults.push("is in a row of its own");
  const isBeside = left >= before.right - 0.5 || right <= before.left + 0.5;
  return isBeside ? faults : [...faults, "lies on another"];
}

describe("the stage of a call", { timeout: 400_000 }, () => {
  let gallery: Gallery;
  let browser: Browser;
  // One for all: what it has compiled once, it does not compile for the next view.
  let page: Page;

  before(async () => {
    gallery = await openGallery();
    browser = await openBrowser();
    page = await browser.newPage({ reducedMotion: "reduce" });
  });

  after(async () => {
    await browser.close();
    await gallery.close();
  });

  async function openMode(
    view: string,
    press: string | undefined,
    locale: keyof typeof LANGUAGES,
  ): Promise<void> {
    const { viewport, media } = LANGUAGES[locale];
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
    // Nothing of the new document lies under the pointer.
    await page.mouse.move(0, 0);
    await page.goto(gallery.urlOf(view, { locale }));
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    await page.locator("[part~=end-button]").waitFor();
    if (press) await page.locator(press).first().click();
    await page.addScriptTag({ url: gallery.axeUrl });
  }

  async function collectFaults(): Promise<string[]> {
    const found: string[] = [];
    for (const [variant, width, height] of PLACES) {
      await page.setViewportSize({ width, height });
      await page.evaluate(async (wanted) => {
        document.querySelector("maka-voice-coach")?.setAttribute("variant", wanted);
        for (let frame = 0; frame < 2; frame += 1)
          await new Promise((resolve) => requestAnimationFrame(resolve));
      }, variant);
      const place = `${variant} ${width.toString()} × ${height.toString()}`;
      const faults = findFaults(await page.evaluate(readStage));
      found.push(...faults.map((fault) => `${place}: ${fault}`));
    }
    return found;
  }

  for (const [mode, view, press] of MODES)
    it(`shows the way out and every control whole at each size: ${mode}`, async () => {
      for (const locale of ["en", "de", "ar"] as const) {
        await openMode(view, press, locale);
        assert.deepEqual(await checkPage(page, "maka-voice-coach"), [], locale);
        assert.deepEqual(await collectFaults(), [], locale);
        if (locale === "de") {
          await spaceText(page);
          assert.deepEqual(await collectFaults(), [], `${locale}, spaced`);
        }
      }
    });
});
