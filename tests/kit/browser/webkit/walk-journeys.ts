import type { WebDriver, WebElement } from "selenium-webdriver";
import { openStage, type Stage } from "../../stack/stage.ts";
import { inWindow, type WebKit } from "./open-webkit.ts";

const PATIENCE_MS = 30_000;
/** MiniBrowser's window cannot be made narrower than 447. */
const WIDTHS = [450, 1280];

/** Finds the first match in the page and all its shadow roots that is drawn. */
const FIND = `
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(arguments[0]) && element.getClientRects().length > 0) return element;
      const found = element.shadowRoot && look(element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  return look(document);
`;
const OVERFLOW =
  "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Leads from the brief to where the browser cannot follow; returns what fell short, in words. */
export async function walkJourneys(webkit: WebKit): Promise<readonly string[]> {
  const stage = await openStage();
  const faults: string[] = [];
  try {
    for (const width of WIDTHS)
      for (const [name, walk] of JOURNEYS) {
        await inWindow(webkit, async (window) => {
          await window.manage().window().setRect({ width, height: 900, x: 0, y: 0 });
          await walk(window, stage);
          const seen: unknown = await window.executeScript("return innerWidth");
          if (seen !== width) throw new Error(`the window is ${String(seen)} px wide`);
          const overflow: unknown = await window.executeScript(OVERFLOW);
          if (overflow !== 0) throw new Error(`${String(overflow)} px too wide`);
          console.log(`ok    ${name}, ${width} px`);
        }).catch((error: unknown) => {
          console.log(`SHORT ${name}, ${width} px: ${String(error)}`);
          faults.push(`${name}, ${width} px: ${String(error)}`);
        });
      }
  } finally {
    await stage.close();
  }
  return faults;
}

type Walk = (window: WebDriver, stage: Stage) => Promise<void>;

const JOURNEYS: readonly (readonly [string, Walk])[] = [
  ["the lesson, up to the call", walkLesson],
  ["the lesson, in writing", walkWriting],
  ["the library", walkPage("library")],
  ["the playground", walkPage("playground")],
  ["the partner's page", walkPage("partner")],
];

async function walkLesson(window: WebDriver, stage: Stage): Promise<void> {
  await window.get(`${stage.urls.demo}/lesson.html`);
  await click(window, "[part~=start-button]");
  await click(window, "[part~=consent-button]");
  await click(window, "[part~=call-button]:not([disabled])");
  await findUnsupported(window);
}

/** This build has no WebRTC, which must be said, and not be a blank place or another failure: only this one names browsers. */
async function findUnsupported(window: WebDriver): Promise<void> {
  const failure = await find(window, "maka-failure");
  const words: unknown = await window.executeScript(
    "return arguments[0].shadowRoot.textContent",
    failure,
  );
  if (!/Chrome, Edge, Firefox/.test(String(words))) throw new Error(`it says: ${String(words)}`);
}

async function walkWriting(window: WebDriver, stage: Stage): Promise<void> {
  await window.get(`${stage.urls.demo}/lesson.html`);
  const tag = await find(window, "maka-voice-coach");
  await window.executeScript("arguments[0].setAttribute('input', 'text')", tag);
  await click(window, "[part~=start-button]");
  await click(window, "[part~=consent-button]");
  await findUnsupported(window);
}

function walkPage(name: string): Walk {
  return async (window, { urls }) => {
    await window.get(`${urls.demo}/${name}.html`);
    await find(window, "h1");
    await find(window, "maka-voice-coach, main li, main article");
  };
}

async function find(window: WebDriver, selector: string): Promise<WebElement> {
  return (await window.wait(
    () => window.executeScript<WebElement | null>(FIND, selector),
    PATIENCE_MS,
    `${selector} is drawn`,
  )) as WebElement;
}

async function click(window: WebDriver, selector: string): Promise<void> {
  await (await find(window, selector)).click();
}
