import { expect, fixture, html, waitUntil } from "@open-wc/testing";
import "../../../../widget/src/entries/figure.ts";
import type { MakaFigure } from "../../../../widget/src/elements/figure/maka-figure.ts";
import type { FigureSetting } from "../../../../widget/src/elements/kit/render-figure.ts";

const NAMES = ["Dana Whitfield", "Martine Bouvier", "Petra Lindner", "أميرة حداد", "คุณวิภาดา"];
const STATES = ["idle", "ringing", "listening", "thinking", "speaking", "open", "ended"] as const;
const SILENCE = { learner: () => 0, persona: () => 0 };
const motion = globalThis.matchMedia;

/** As if the person in front of the screen wanted no motion. */
function stopMotion(): void {
  globalThis.matchMedia = (query) =>
    motion.call(globalThis, query.includes("reduced-motion") ? "all" : query);
}

async function show(name: string, setting: FigureSetting, size = 116): Promise<MakaFigure> {
  const place = await fixture<HTMLElement>(
    html`<div><maka-figure name=${name} .setting=${setting}>DW</maka-figure></div>`,
  );
  place.style.cssText = `--_persona: rgb(0, 0, 200); --_accent: rgb(0, 200, 0)`;
  const figure = place.querySelector("maka-figure");
  if (!figure) throw new Error("There is no figure.");
  figure.style.cssText += `display: block; inline-size: ${size.toString()}px; block-size: ${size.toString()}px`;
  await waitUntil(() => canvasOf(figure).width === size);
  await frames(2);
  return figure;
}

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

function canvasOf(figure: MakaFigure): HTMLCanvasElement {
  const canvas = figure.shadowRoot?.querySelector("canvas");
  if (!canvas) throw new Error("There is no canvas.");
  return canvas;
}

/** Red, green, blue and opacity at a part of the way from the middle to the right edge. */
function pixelsAt(figure: MakaFigure, way: number): number[][] {
  const canvas = canvasOf(figure);
  const unit = canvas.width / 2;
  return Array.from({ length: 90 }, (_, index) => {
    const angle = (index / 90) * Math.PI * 2;
    const [x, y] = [unit + Math.cos(angle) * unit * way, unit + Math.sin(angle) * unit * way];
    return [...(canvas.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [])];
  });
}

async function pictureOf(name: string, setting: FigureSetting): Promise<string> {
  return canvasOf(await show(name, setting)).toDataURL();
}

describe("MakaFigure", () => {
  afterEach(() => {
    globalThis.matchMedia = motion;
  });

  it("looks the same for the same name, and different for another one", async () => {
    stopMotion();
    const pictures: string[] = [];
    for (const name of [...NAMES, ...NAMES]) pictures.push(await pictureOf(name, {}));
    expect(pictures.slice(NAMES.length)).to.deep.equal(pictures.slice(0, NAMES.length));
    expect(new Set(pictures).size).to.equal(NAMES.length);
  });

  it("has one still frame for each state where motion is unwelcome, all distinct", async () => {
    stopMotion();
    const settings: FigureSetting[] = STATES.map((state) => ({ state, levels: SILENCE }));
    settings.push(
      { state: "listening", levels: SILENCE, muted: true },
      { state: "speaking", levels: SILENCE, weak: true },
      { state: "listening", levels: SILENCE, weak: true },
      { state: "listening" },
    );
    const pictures = new Set<string>();
    for (const setting of settings) pictures.add(await pictureOf("Dana Whitfield", setting));
    expect(pictures.size).to.equal(settings.length);
    const figure = await show("Dana Whitfield", { state: "thinking", levels: SILENCE });
    const still = canvasOf(figure).toDataURL();
    await frames(10);
    expect(canvasOf(figure).toDataURL()).to.equal(still);
  });

  it("keeps every leaf within the learner's ring, however loud the voices are", async () => {
    const levels = { learner: () => 0, persona: () => 1 };
    for (const name of NAMES) {
      const figure = await show(name, { state: "speaking", levels });
      await frames(30);
      expect(Math.max(...pixelsAt(figure, 0.89).map(([, , blue = 0]) => blue))).to.equal(0);
    }
  });

  it("is the persona's tone inside and the learner's colour round it, and follows a change of theme", async () => {
    stopMotion();
    const figure = await show("Dana Whitfield", { state: "listening", levels: SILENCE });
    const middle = (): number[] | undefined => pixelsAt(figure, 0)[0];
    expect(middle()).to.deep.equal([0, 0, 200, 255]);
    expect(pixelsAt(figure, 0.88).every(([, green = 0]) => green > 150)).to.equal(true);
    figure.parentElement?.style.setProperty("--_persona", "rgb(200, 0, 0)");
    await waitUntil(() => middle()?.[0] === 200);
  });

  it("runs one wave outwards with each aim that is reached, and none for those that were", async () => {
    const setting = { state: "open", levels: SILENCE } as const;
    const figure = await show("Dana Whitfield", { ...setting, cheers: 1 });
    const isGreen = (): boolean =>
      [0.75, 0.8, 0.85].some((way) => pixelsAt(figure, way).every(([, green = 0]) => green > 60));
    await frames(30);
    expect(isGreen()).to.equal(false);
    figure.setting = { ...setting, cheers: 2 };
    await waitUntil(isGreen);
    await waitUntil(() => !isGreen());
  });

  it("reads the voices as long as it is on the screen, and rests where nobody speaks", async () => {
    let reads = 0;
    const levels = { learner: () => 0, persona: () => (reads += 1) * 0 };
    const figure = await show("Dana Whitfield", { state: "listening", levels });
    await waitUntil(() => reads > 5);
    const place = figure.parentElement;
    for (const away of [
      () => place?.style.setProperty("display", "none"),
      () => {
        figure.remove();
      },
    ]) {
      away();
      await frames(3);
      const before = reads;
      await frames(6);
      expect(reads).to.equal(before);
      place?.style.removeProperty("display");
      place?.append(figure);
      await waitUntil(() => reads > before + 5);
    }
    figure.setting = { state: "open", levels };
    await waitUntil(async () => {
      const before = reads;
      await frames(3);
      return reads === before;
    });
  });
});
