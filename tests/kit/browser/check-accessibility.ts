import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { AXE, openGallery } from "./open-gallery.ts";

/** What axe says about one state of the gallery, in one appearance. */
export interface AccessibilityVerdict {
  /** Such as `call, rtl, panel, dark`. */
  readonly name: string;
  readonly violations: readonly string[];
}

/** A state of the gallery in one direction; it is looked at in every variant and theme. */
export interface GalleryState {
  readonly view: string;
  readonly direction: "ltr" | "rtl";
}

/** A floating tag is opened first, so that the variants after it are open too. */
export const VARIANTS = ["panel", "launcher", "inline"];
const THEMES = ["light", "dark"] as const;
/** Every appearance of one state. */
export const LOOKS = VARIANTS.flatMap((variant) => THEMES.map((theme) => ({ variant, theme })));

interface AxeWindow {
  axe: {
    run(
      context: object,
      options: object,
    ): Promise<{
      violations: { id: string; help: string; nodes: { target: unknown }[] }[];
    }>;
  };
}

/** Every state of the gallery worth a look by itself. */
export const VIEWS: readonly string[] = (
  "loading brief attempts used focus timeless off " +
  "unreachable unset consent first other facts typing check microphone connecting call " +
  "poor recovering offered menu card found interrupted over elsewhere rehearsal muted talk held typed unplugged " +
  "ending denied blocked limit pending report full unscored unreported"
).split(" ");

/** Every state in both directions. */
export function listStates(): GalleryState[] {
  return VIEWS.flatMap((view) => [
    { view, direction: "ltr" as const },
    { view, direction: "rtl" as const },
  ]);
}

/** Those of them that were asked for: `AXE=<part of a name>`. */
export function chooseStates(): GalleryState[] {
  const chosen = process.env["AXE"] ?? "";
  return listStates().filter(({ view, direction }) => `${view}, ${direction}`.includes(chosen));
}

/** Draws each state in every variant and theme and asks axe; `hear` is told of each as it is known. */
export async function checkAccessibility(
  browser: Browser,
  states: readonly GalleryState[],
  hear: (verdict: AccessibilityVerdict) => void = () => undefined,
): Promise<readonly AccessibilityVerdict[]> {
  const gallery = await openGallery();
  const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
  const verdicts: AccessibilityVerdict[] = [];
  try {
    for (const { view, direction } of states) {
      const locale = direction === "rtl" ? "ar" : "en";
      await page.goto(gallery.urlOf(view, { locale, variant: VARIANTS[0] ?? "" }));
      await page.locator("html[data-ready]").waitFor();
      await page.addScriptTag({ url: gallery.axeUrl });
      for (const { variant, theme } of LOOKS) {
        await dress(page, variant, theme);
        const name = [view, direction, variant, theme].join(", ");
        const verdict = { name, violations: await findViolations(page) };
        verdicts.push(verdict);
        hear(verdict);
      }
    }
    return verdicts;
  } finally {
    await page.close();
    await gallery.close();
  }
}

/** Checks every state (`AXE=<part of a name>` chooses), prints a line for each, and counts the violations. */
export async function proveAccessibility(
  browser: Browser,
): Promise<{ figure: string; passed: boolean }> {
  const verdicts = await checkAccessibility(browser, chooseStates(), ({ name, violations }) => {
    console.log(`${violations.length === 0 ? "ok   " : "SHORT"} ${name}`);
    for (const violation of violations) console.log(`      ${violation.slice(0, 400)}`);
  });
  const count = verdicts.reduce((sum, { violations }) => sum + violations.length, 0);
  return {
    figure: `${count} violations in ${verdicts.length} appearances`,
    passed: verdicts.length > 0 && count === 0,
  };
}

/** Changes the tag's variant and theme, and the page's with it, and waits until it is drawn. */
async function dress(page: Page, variant: string, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  const tag = page.locator("maka-voice-coach");
  await tag.evaluate(
    async (element, attributes) => {
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      await (element as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
    },
    { variant, theme },
  );
  await tag.locator("[part~=card]").waitFor();
}

/** Asks axe about a whole page or a part of it, whatever policy it has; the script may be there already. */
export async function checkPage(page: Page, selector = "body"): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(await readFile(AXE, "utf8"));
  return await findViolations(page, selector);
}

async function findViolations(page: Page, selector = "maka-voice-coach"): Promise<string[]> {
  // What fades in has no contrast yet.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  return await page.evaluate(async (included) => {
    const { axe } = globalThis as unknown as AxeWindow;
    const { violations } = await axe.run(
      { include: [[included]] },
      // What passed is not listed node by node.
      { resultTypes: ["violations"] },
    );
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help} (${JSON.stringify(nodes.map((node) => node.target))})`,
    );
  }, selector);
}
