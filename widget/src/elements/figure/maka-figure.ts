import { css, html } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CoachElement } from "../kit/coach-element.ts";
import { readTraits } from "../kit/persona-traits.ts";
import type { FigureSetting, FigureState } from "../kit/render-figure.ts";
import { drawFigure } from "./draw-figure.ts";
import type { FigurePose, FigureShape } from "./draw-figure.ts";

/** The first five parts of a pose, by state. */
const STANCES: Readonly<Record<FigureState, readonly number[]>> = {
  idle: [0.5, 0, 0, 0, 1],
  ringing: [0.15, 0, 0, 1, 1],
  listening: [0.12, 1, 0, 0, 1],
  thinking: [0.3, 0.6, 1, 0, 1],
  speaking: [0.7, 0.35, 0, 0, 1],
  open: [1, 0, 0, 0, 1],
  ended: [0, 0, 0, 0, 0.55],
};

/**
 * A persona's figure on a canvas: leaves round a core, which are the persona, and a ring, which is the learner. Its
 * shape and hue come from the persona's name, its colours from `color` and `outline-color` of the canvas. What it
 * shows is said in words beside it. Until it is defined, its letters stand on a disc of the persona's tone.
 * @element maka-figure
 * @slot - Two letters for the core.
 */
export class MakaFigure extends CoachElement {
  static override styles = css`
    :host {
      position: relative;
      z-index: 0;
      forced-color-adjust: none;
    }
    canvas {
      position: absolute;
      z-index: -1;
      width: 100%;
      color: var(--_persona);
      outline-color: var(--_accent);
      transition: 1ms;
    }
    @media (forced-colors) {
      :host {
        --_persona: CanvasText;
        --_accent: Highlight;
      }
    }
  `;

  /** The persona's name. */
  @property() name = "";
  @property({ attribute: false }) setting: FigureSetting = {};

  #pen: CanvasRenderingContext2D | undefined;
  readonly #pose: FigurePose = [0.5, 0, 0, 0, 1, 0, 0, 0, 1];
  #shape!: FigureShape;
  #ring = "";
  #movedAtMs = 0;
  #frame = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { hue, next } = readTraits(this.name);
    this.style.setProperty("--_hue", hue.toString());
    const lobes = 3 + Math.floor(next() * 4);
    this.#shape = [
      lobes,
      lobes + 2 + Math.floor(next() * 3),
      0.08 + next() * 0.07,
      next() * 0.04,
      next() * 9,
      next(),
    ];
    const { cheers = 0 } = this.setting;
    if (cheers > (changed.get("setting")?.cheers ?? cheers)) this.#pose[8] = 0;
  }

  override render(): TemplateResult {
    return html`<canvas></canvas><slot></slot>`;
  }

  /** Draws, and goes on with it as long as it is on the screen and something moves. */
  protected override updated(): void {
    cancelAnimationFrame(this.#frame);
    this.#pen ??= this.#watch();
    if (!this.#pen?.canvas.width) return;
    if (this.#move())
      this.#frame = requestAnimationFrame(() => {
        this.updated();
      });
    drawFigure(this.#pen, this.#shape, this.#pose, [this.setting, this.#ring]);
  }

  /** Follows size and colours, and returns what draws. */
  #watch(): CanvasRenderingContext2D | undefined {
    const pen = this.renderRoot.querySelector("canvas")?.getContext("2d");
    if (!pen) return;
    const { canvas } = pen;
    const begin = (_: unknown, sizes?: ResizeObserver): void => {
      if (!this.isConnected) sizes?.disconnect();
      canvas.width = canvas.height = this.offsetWidth * devicePixelRatio;
      const { color, outlineColor } = getComputedStyle(canvas);
      pen.fillStyle = color;
      this.#ring = outlineColor;
      this.updated();
    };
    // Asked where layout is done, its size costs none; what is not on the screen, or has left the page, has none. By the
    // window that shows it: another one hears of it too late.
    const hostConnected = (): void => {
      const { defaultView } = this.ownerDocument;
      if (defaultView) new defaultView.ResizeObserver(begin).observe(this);
    };
    this.addController({ hostConnected });
    // Its style lets a colour change within a moment, of which it then hears.
    canvas.ontransitionend = begin;
    return pen;
  }

  /** Comes nearer to what it is to show, and says whether there is more of the way. */
  #move(): boolean {
    const pose = this.#pose;
    const { state = "idle", levels, muted } = this.setting;
    const nowMs = performance.now();
    const isStill = matchMedia("(prefers-reduced-motion)").matches;
    const passed = isStill ? 9 : Math.min(0.05, (nowMs - this.#movedAtMs) / 1_000);
    this.#movedAtMs = nowMs;
    const voices = levels && !isStill ? [levels.persona(), muted ? 0 : levels.learner()] : [0, 0];
    // A ring or the waves of a phone are never at rest.
    let isMoving = pose[8] < 1 || /g$/.test(state);
    [...STANCES[state], ...voices].forEach((wanted, part) => {
      const way = wanted - (pose[part] ?? 0);
      // A voice opens it at once and lets it go slowly: it breathes and does not flicker.
      const haste = part < 5 ? 9 : way > 0 ? 36 : 8;
      pose[part] = wanted - way * Math.exp(-haste * passed);
      isMoving ||= Math.abs(way) > 0.01;
    });
    isMoving &&= !isStill;
    pose[8] += passed;
    if (isMoving) pose[7] += passed;
    return isMoving;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "maka-figure": MakaFigure;
  }
}
