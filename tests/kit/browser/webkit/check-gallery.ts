import { readFile } from "node:fs/promises";
import type { WebDriver } from "selenium-webdriver";
import { z } from "zod";
import { chooseStates, LOOKS, VARIANTS } from "../check-accessibility.ts";
import { AXE, openGallery } from "../open-gallery.ts";
import { inWindow, type WebKit } from "./open-webkit.ts";

const WIDTHS = [360, 768, 1280];
const HEIGHT = 900;
/** MiniBrowser's window cannot be made narrower, whatever is asked of it. */
const LEAST_WINDOW = 450;

/** What is wrong with one appearance; how many pixels it is too wide, by the page and by its card. */
const Look = z.object({ violations: z.array(z.string()), overflow: z.number(), width: z.number() });

/** What came of all appearances. */
export interface GalleryCheck {
  readonly appearances: number;
  readonly faults: readonly string[];
}

/** Dresses the tag, waits until it is drawn and still, and asks axe. */
const LOOK = `
  const [variant, theme, done] = arguments;
  const tag = document.querySelector("maka-voice-coach");
  tag.setAttribute("variant", variant);
  tag.setAttribute("theme", theme);
  (async () => {
    await tag.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const card = tag.shadowRoot.querySelector("[part~=card]");
    const { left, right } = card.getBoundingClientRect();
    const { clientWidth, scrollWidth } = document.documentElement;
    const { violations } = await axe.run({ include: [["maka-voice-coach"]] });
    done({
      width: innerWidth,
      overflow: Math.ceil(Math.max(scrollWidth - clientWidth, right - clientWidth, -left, card.scrollWidth - card.clientWidth)),
      violations: violations.map(({ id, nodes }) => id + " " + JSON.stringify(nodes.map(({ target }) => target))),
    });
  })().catch((error) => done({ width: innerWidth, overflow: 0, violations: [String(error)] }));
`;

const FRAME = `
  const frame = Object.assign(document.createElement("iframe"), { src: arguments[0] });
  Object.assign(frame.style, { border: "0", width: arguments[1] + "px", height: "800px" });
  document.body.replaceChildren(frame);
`;

/**
 * Draws every state in every direction, variant and theme (`AXE=<part of a name>` chooses), each in one of three widths, so
 * that each variant and theme is seen in all of them.
 */
export async function checkGallery(webkit: WebKit): Promise<GalleryCheck> {
  const axe = await readFile(AXE, "utf8");
  const gallery = await openGallery();
  const states = chooseStates();
  const faults: string[] = [];
  let appearances = 0;
  try {
    await inWindow(webkit, async (window) => {
      for (const [index, { view, direction }] of states.entries()) {
        const [width] = WIDTHS.slice(index % WIDTHS.length);
        if (width === undefined) continue;
        await window.manage().window().setRect({ width, height: HEIGHT, x: 0, y: 0 });
        const locale = direction === "rtl" ? "ar" : "en";
        const url = gallery.urlOf(view, { locale, variant: VARIANTS[0] ?? "" });
        await window.get(url);
        if (width < LEAST_WINDOW) await frame(window, url, width);
        await awaitReady(window);
        await window.executeScript(axe);
        for (const { variant, theme } of LOOKS) {
          const look = Look.parse(await window.executeAsyncScript(LOOK, variant, theme));
          appearances += 1;
          const name = [view, direction, `${width} px`, variant, theme].join(", ");
          if (look.width !== width) faults.push(`${name}: the window is ${look.width} px wide`);
          if (look.overflow > 0) faults.push(`${name}: ${look.overflow} px too wide`);
          faults.push(...look.violations.map((violation) => `${name}: ${violation}`));
        }
        console.log(`${faults.length} faults in ${appearances} appearances`);
      }
    });
  } finally {
    await gallery.close();
  }
  return { appearances, faults };
}

/** Shows the page in a frame of that width instead, and looks into it from now on. */
async function frame(window: WebDriver, url: string, width: number): Promise<void> {
  await window.executeScript(FRAME, url, width);
  await window.switchTo().frame(0);
}

async function awaitReady(window: WebDriver): Promise<void> {
  await window.wait(
    () => window.executeScript("return document.documentElement.hasAttribute('data-ready')"),
    30_000,
    "the gallery is drawn",
  );
}
