import type { LitElement, ReactiveController } from "lit";
import type { VoiceLevels } from "../domain/state/practice.ts";

/** Thirty frames a second are enough for a meter; a little less than their length, since frames jitter. */
const FRAME_MS = 30;
/** A meter rises at once and falls by this share a frame, so that it breathes and does not flicker. */
const RELEASE = 0.8;

/**
 * Writes the loudness of both sides, 0 to 1, to the custom properties `--_persona-level` of the host's `.face` and
 * `--_learner-level` of its `.voice`, while it is on the page. Only these are styled anew, not the captions beside
 * them. Where motion is unwelcome it writes nothing.
 */
export class LevelController implements ReactiveController {
  readonly #host: LitElement;
  readonly #levels: () => VoiceLevels | null;
  #frame = 0;
  #drawnAt = 0;
  #learner = 0;
  #persona = 0;

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
    this.#learner = Math.max(levels.learner(), this.#learner * RELEASE);
    this.#persona = Math.max(levels.persona(), this.#persona * RELEASE);
    this.#write(".voice", "--_learner-level", this.#learner);
    this.#write(".face", "--_persona-level", this.#persona);
  };

  #write(selector: string, property: string, level: number): void {
    const target = this.#host.renderRoot.querySelector<HTMLElement>(selector);
    target?.style.setProperty(property, level.toFixed(2));
  }
}
