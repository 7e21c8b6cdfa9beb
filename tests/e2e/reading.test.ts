import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../kit/browser/open-browser.ts";
import { type Gallery, openGallery } from "../kit/browser/open-gallery.ts";
import { spaceText } from "../kit/browser/space-text.ts";

/** Views of the gallery before and after a call; the call itself is measured by the stage's test. */
const VIEWS = ["brief", "focus", "attempts", "facts", "check", "interrupted", "limit", "full"];
const LANGUAGES = ["en", "de", "ar"];
/** What a window of 1280 × 900 shows at 200 and at 400 %, and a phone. */
const SIZES = [
  { width: 640, height: 450 },
  { width: 320, height: 225 },
  { width: 360, height: 640 },
];

/** A rectangle of the window, and what is in it. */
interface Box {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a page shows of the tag. */
interface Shown {
  readonly width: number;
  readonly scrollsSideways: boolean;
  /** Each run of words; those that are cut at the end of one line on purpose are left out. */
  readonly words: readonly Box[];
  /** Names of boxes that hide the end of their words. */
  readonly cut: readonly string[];
  /** In their order; a quote's time, which is wide for the thumb alone, is left out. */
  readonly controls: readonly Box[];
}

/** Runs in the page. */
function readPage(): Shown {
  const all = (root: ParentNode): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>("*")].flatMap((element) => [
      element,
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ]);
  const tag = document.querySelector("maka-voice-coach");
  const elements = all(tag?.shadowRoot ?? document).filter(
    (element) => element.checkVisibility() && !element.matches(".unseen, .unseen *, svg *"),
  );
  const toBox = (element: Element, { left, top, right, bottom }: DOMRect): Box => {
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return { name: `${element.localName} “${text}”`, left, top, right, bottom };
  };
  const isWords = (node: Node): boolean =>
    node.nodeType === Node.TEXT_NODE && Boolean(node.textContent?.trim());
  const whole = elements.filter((element) => getComputedStyle(element).textOverflow !== "ellipsis");
  return {
    width: innerWidth,
    scrollsSideways: document.documentElement.scrollWidth > innerWidth,
    words: whole.flatMap((element) =>
      [...element.childNodes].filter(isWords).map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return toBox(element, range.getBoundingClientRect());
      }),
    ),
    cut: whole
      .filter((element) => /hidden|clip/.test(getComputedStyle(element).overflow))
      .filter((element) => [...element.childNodes].some(isWords))
      .filter((element) => element.scrollHeight > element.clientHeight + 1)
      .map((element) => toBox(element, element.getBoundingClientRect()).name),
    controls: elements
      .filter((element) => element.matches("button:not(.link), summary, select, a, input"))
      .map((element) => toBox(element, element.getBoundingClientRect())),
  };
}

/** What of it cannot be read or reached, in sentences. */
function findFaults({ width, scrollsSideways, words, cut, controls }: Shown): string[] {
  const faults = cut.map((name) => `${name} is cut`);
  if (words.length === 0) faults.push("there are no words");
  if (scrollsSideways) faults.push("the page scrolls sideways");
  for (const { name, left, right } of words)
    if (left < -0.5 || right > width + 0.5) faults.push(`${name} runs out of the window`);
  controls.forEach((control, index) => {
    const next = controls[index + 1];
    if (next && isOn(control, next)) faults.push(`${control.name} lies on ${next.name}`);
  });
  return faults;
}

function isOn(one: Box, other: Box): boolean {
  const isBeside = one.right <= other.left + 1 || other.right <= one.left + 1;
  return !isBeside && one.bottom > other.top + 1 && other.bottom > one.top + 1;
}

describe("what is read before and after a call", { timeout: 120_000 }, () => {
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

  async function collectFaults(): Promise<string[]> {
    const found: string[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      const faults = findFaults(await page.evaluate(readPage));
      found.push(...faults.map((fault) => `${size.width} × ${size.height}: ${fault}`));
    }
    return found;
  }

  for (const view of VIEWS)
    it(`is whole at 200 and 400 %, on a phone, and with wide letters: ${view}`, async () => {
      for (const locale of LANGUAGES) {
        await page.goto(gallery.urlOf(view, { locale }));
        await page.locator("html[data-ready]").waitFor({ state: "attached" });
        assert.deepEqual(await collectFaults(), [], locale);
        await spaceText(page);
        assert.deepEqual(await collectFaults(), [], `${locale}, spaced`);
      }
    });

  it("keeps the next thing to practise on the first screen of a phone", async () => {
    for (const locale of LANGUAGES) {
      await page.setViewportSize({ width: 360, height: 640 });
      await page.goto(gallery.urlOf("full", { locale }));
      const box = await page.locator(".next .primary").boundingBox();
      assert.ok(box && box.y + box.height <= 640, `${locale}: ${JSON.stringify(box)}`);
    }
  });
});
