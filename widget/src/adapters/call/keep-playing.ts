import { withoutPrototype } from "../../domain/without-prototype.ts";
import { resumeSound } from "./level-meter.ts";

/**
 * Plays on until `signal` aborts. A telephone takes the sound away for a call, an assistant or another app, and
 * does not give it back by itself; where a page may not play without a click, the learner's next one is used.
 */
export function keepPlaying(audio: HTMLAudioElement, signal: AbortSignal): void {
  const play = (): void => {
    resumeSound();
    // What is refused now is tried again at the next occasion.
    if (audio.paused) audio.play().catch(() => undefined);
  };
  audio.addEventListener("pause", play, withoutPrototype({ signal }));
  for (const occasion of ["visibilitychange", "click"]) {
    document.addEventListener(occasion, play, withoutPrototype({ signal, capture: true }));
  }
}
