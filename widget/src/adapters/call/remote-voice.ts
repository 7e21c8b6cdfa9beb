import { measureLevel, borrowSoundContext } from "./level-meter.ts";
import { onAbort } from "../page/platform.ts";

/** The persona's sound. */
export interface RemoteVoice {
  readonly audio: HTMLAudioElement;
  /** Plays a stream, whose loudness is measured until `signal` aborts. */
  play(stream: MediaStream, signal: AbortSignal): void;
  level(): number;
}

/**
 * Makes the sound of a call, which must happen inside the learner's click. The audio object is never in the
 * document: it goes on when the host moves or clears the element, and no `media-src` concerns it.
 */
export function createRemoteVoice(signal: AbortSignal): RemoteVoice {
  borrowSoundContext(signal);
  const audio = new Audio();
  audio.autoplay = true;
  audio.setAttribute("playsinline", "");
  let level = (): number => 0;
  const play = (stream: MediaStream): void => {
    audio.srcObject = stream;
    // Without sound allowed the captions still run; the next click of the learner lets it play.
    audio.play().catch(() => undefined);
  };
  play(new MediaStream());
  onAbort(signal, () => {
    audio.pause();
    audio.srcObject = null;
  });
  return {
    audio,
    play(stream, heard) {
      if (heard.aborted) return;
      play(stream);
      level = measureLevel(stream, heard);
    },
    level: () => level(),
  };
}
