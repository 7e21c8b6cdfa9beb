import { withoutPrototype } from "../../domain/without-prototype.ts";
import { onAbort, SoundContext } from "../page/platform.ts";

/** Speech at ordinary loudness has a root mean square of about 0.1; this maps it into the upper half. */
const GAIN = 5;
const WINDOW_SAMPLES = 512;
/** Where nothing can be measured, nothing is to be seen either; but only a device that is dead gives zeros. */
const UNKNOWN = Number.MIN_VALUE;

let shared: AudioContext | null = null;
let holders = 0;

/**
 * Lends the page's one audio context until `signal` aborts; the last holder closes it. Call it inside a click
 * once, since a context that begins outside of one stays silent. Null where the browser has none.
 */
export function borrowSoundContext(signal: AbortSignal): AudioContext | null {
  if (signal.aborted || SoundContext === undefined) return null;
  try {
    shared ??= new SoundContext();
  } catch {
    // A browser may refuse further contexts; levels then read 0 and the call goes on.
    return null;
  }
  holders += 1;
  const context = shared;
  ignoreRejection(context.resume());
  onAbort(signal, () => {
    holders -= 1;
    if (holders > 0) return;
    shared = null;
    ignoreRejection(context.close());
  });
  return context;
}

/** Wakes the page's audio context, which a telephone puts to sleep for a call of its own. */
export function resumeSound(): void {
  if (shared !== null) ignoreRejection(shared.resume());
}

/**
 * Measures a stream until `signal` aborts: a function that gives the loudness of the moment from 0 to 1. It is 0
 * only where there is no sound at all, not even noise, and never for want of an audio context that runs.
 */
export function measureLevel(stream: MediaStream, signal: AbortSignal): () => number {
  const context = borrowSoundContext(signal);
  if (context === null) return () => UNKNOWN;
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, withoutPrototype({ fftSize: WINDOW_SAMPLES }));
  source.connect(analyser);
  onAbort(signal, () => {
    source.disconnect();
  });
  const samples = new Float32Array(WINDOW_SAMPLES);
  return () => {
    if (signal.aborted) return 0;
    if (context.state !== "running") return UNKNOWN;
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW_SAMPLES;
    return Math.min(1, Math.sqrt(power) * GAIN);
  };
}

/** For promises whose failure changes nothing that anybody sees. */
function ignoreRejection(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
