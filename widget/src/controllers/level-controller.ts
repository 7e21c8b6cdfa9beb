import type { LitElement, ReactiveController } from "lit";
import type { VoiceLevels } from "../domain/state/practice.ts";

/** Thirty frames a second are enough for a meter; a little less than their length, since frames jitter. */
const FRAME_MS = 30;
/** A meter rises at once and falls by this share a frame, so that it breathes and does not flicker. */
const RELEASE = 0.8;

/**
 * Writes how loud the learner is, 0 to 1, to the custom property `--_heard` of the host's `.microphone`, when it changes
 * and while the host is on the page. Only that is styled anew, not the captions beside it. Where motion is unwelcome it
 * writes nothing.
 */
export class LevelController implements ReactiveController {
  readonly #host: LitElement;
  readonly #levels: () => VoiceLevels | null;
  #frame = 0;
  #drawnAt = 0;
  #heard = 0;

  constructor(host: LitElement, levels: () => VoiceLevels | null) {
    this.#host = host;
    this.#levels = levels;
    host.addController(this);
  }

  hostConnected(): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#frame = requestAnimationFrame(this.#draw);
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
  }

  readonly #draw = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#draw);
    const levels = this.#levels();
    if (!levels || now - this.#drawnAt < FRAME_MS) return;
    this.#drawnAt = now;
    const before = this.#heard.toFixed(2);
    this.#heard = Math.max(levels.learner(), this.#heard * RELEASE);
    const heard = this.#heard.toFixed(2);
    const target = this.#host.renderRoot.querySelector<HTMLElement>(".microphone");
    if (heard !== before) target?.style.setProperty("--_heard", heard);
  };
}
