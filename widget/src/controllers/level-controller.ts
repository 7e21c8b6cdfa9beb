import type { LitElement, ReactiveController } from "lit";
import type { VoiceLevels } from "../domain/practice.ts";

/** Thirty frames a second are enough for a meter. */
const FRAME_MS = 33;

/**
 * Writes the loudness of both sides to the custom properties `--_learner-level` and `--_persona-level` of its
 * host, 0 to 1, while it is on the page. Where motion is unwelcome it writes nothing.
 */
export class LevelController implements ReactiveController {
  readonly #host: LitElement;
  readonly #levels: () => VoiceLevels | null;
  #frame = 0;
  #drawnAt = 0;

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
    this.#host.style.setProperty("--_learner-level", levels.learner().toFixed(2));
    this.#host.style.setProperty("--_persona-level", levels.persona().toFixed(2));
  };
}
