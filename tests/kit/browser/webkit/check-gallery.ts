import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { WebDriver } from "selenium-webdriver";
import { z } from "zod";
import { listStates } from "../check-accessibility.ts";
import { openGallery } from "../open-gallery.ts";
import { inWindow, type WebKit } from "./open-webkit.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WIDTHS = [360, 768, 1280];
const HEIGHT = 900;
const VARIANTS = ["panel", "launcher", "inline"];
const LOOKS = VARIANTS.flatMap((variant) => ["light", "dark"].map((theme) => ({ variant, theme })));

/** What is wrong with one appearance; how many pixels it is too wide, by the page and by its card. */
const Look = z.object({ violations: z.array(z.string()), overflow: z.number() });

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
      overflow: Math.ceil(Math.max(scrollWidth - clientWidth, right - clientWidth, -left, card.scrollWidth - card.clientWidth)),
      violations: violations.map(({ id, nodes }) => id + " " + JSON.stringify(nodes.map(({ target }) => target))),
    });
  })().catch((error) => done({ overflow: 0, violations: [String(error)] }));
`;

/** Draws every state in every width, direction, variant and theme (`AXE=<part of a name>` chooses). */
export async function checkGallery(webkit: WebKit): Promise<GalleryCheck> {
  const axe = await readFile(AXE, "utf8");
  const gallery = await openGallery();
  const chosen = process.env["AXE"] ?? "";
  const states = listStates().filter(({ view, direction }) =>
    `${view}, ${direction}`.includes(chosen),
  );
  const faults: string[] = [];
  let appearances = 0;
  try {
    await inWindow(webkit, async (window) => {
      for (const [index, { view, direction }] of states.entries()) {
        // Each state in one width, so that all widths are seen by each variant and theme.
        const width = WIDTHS[index % WIDTHS.length] ?? HEIGHT;
        await window.manage().window().setRect({ width, height: HEIGHT, x: 0, y: 0 });
        const locale = direction === "rtl" ? "ar" : "en";
        await window.get(gallery.urlOf(view, { locale, variant: VARIANTS[0] ?? "" }));
        await awaitReady(window);
        await window.executeScript(axe);
        for (const { variant, theme } of LOOKS) {
          const look = Look.parse(await window.executeAsyncScript(LOOK, variant, theme));
          appearances += 1;
          const name = [view, direction, `${width} px`, variant, theme].join(", ");
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

async function awaitReady(window: WebDriver): Promise<void> {
  await window.wait(
    () => window.executeScript("return document.documentElement.hasAttribute('data-ready')"),
    30_000,
    "the gallery is drawn",
  );
}
