import { openBrowser, openPage } from "../kit/browser/open-browser.ts";
import { openGallery } from "../kit/browser/open-gallery.ts";

/** Frames that are measured, and draws in each: a browser's clock has steps of a tenth of a millisecond. */
const FRAMES = 120;
const DRAWS = 20;

/** Milliseconds of the main thread that a figure of the wide stage takes a frame, and the layouts that it causes. */
export async function bench(): Promise<string[]> {
  const gallery = await openGallery();
  const browser = await openBrowser();
  try {
    const { page } = await openPage(browser, gallery.urlOf("call"));
    await page.locator("maka-call maka-figure").waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const countLayouts = async (): Promise<number> => {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "LayoutCount")?.value ?? NaN;
    };
    await page.evaluate(standAlone);
    // What placed it is over.
    await page.waitForTimeout(300);
    const before = await countLayouts();
    const times = await page.evaluate(timeFrames, { frames: FRAMES, draws: DRAWS });
    const layouts = (await countLayouts()) - before;
    const median = times.toSorted((left, right) => left - right)[FRAMES / 2] ?? NaN;
    return [
      `a frame of the figure, 208 px at twice the density: median ${median.toFixed(3)} ms (at most 0.2)`,
      `layouts in ${FRAMES.toString()} frames: ${layouts.toString()}`,
    ];
  } finally {
    await browser.close();
    await gallery.close();
  }
}

/** Runs in the page: leaves a figure that speaks and nothing else. */
function standAlone(): void {
  const figure = document.createElement("maka-figure");
  figure.setAttribute("name", "Dana Whitfield");
  const loudness = (): number => Math.abs(Math.sin(performance.now() / 90));
  Object.assign(figure, {
    setting: { state: "speaking", levels: { learner: loudness, persona: loudness } },
  });
  figure.style.cssText = "display: block; inline-size: 416px; block-size: 416px; color: teal";
  document.body.replaceChildren(figure);
}

/** Runs in the page: how long each frame took, several draws to a frame. */
async function timeFrames({ frames, draws }: { frames: number; draws: number }): Promise<number[]> {
  const figure = document.querySelector<
    HTMLElement & { requestUpdate(): void; updateComplete: Promise<unknown> }
  >("maka-figure");
  const times: number[] = [];
  for (let frame = 0; figure && frame < frames; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const startedAtMs = performance.now();
    for (let draw = 0; draw < draws; draw += 1) {
      figure.requestUpdate();
      await figure.updateComplete;
    }
    times.push((performance.now() - startedAtMs) / draws);
  }
  return times;
}
