/*
 * How the provider's word for the learner's voice becomes a time. The browser and our server go by the same rule, so
 * that both say the same of one call. No schema stands here: importing one would bring zod into the page.
 */

/** A voice is found a little after it began, so the provider counts it from so much earlier (`prefix_padding_ms`). */
const PADDING_MS = 300;

/** What is played may have stood still by so much since it began, for want of sound to play. */
const STALL_MS = 200;

/**
 * When a reply was heard no more that was cut. The word of it comes when the voice that breaks in is found, and shows
 * how long both spoke; where it comes too late, `heardMs` of the reply, and not much more, can have passed.
 */
export function dateCut(startedAtMs: number, heardMs: number, atMs: number): number {
  return Math.max(startedAtMs, Math.min(atMs, startedAtMs + heardMs + STALL_MS));
}

/** One word of the voice detector. */
export interface VoiceMark {
  /** When it arrived. */
  readonly atMs: number;
  /** The place in the learner's audio that it names; null where it names none. */
  readonly audioMs: number | null;
}

/** From when to when something was heard, as far as it is known. */
export interface Sounding {
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/**
 * When one utterance of the learner sounded, on the clock on which the marks arrived. The audio has a clock of its
 * own, which stands still while no audio is sent. How far it lies behind is told by whichever of the two marks was
 * the faster: the second leaves the provider at the very place that it names, the first a little later.
 */
export function dateSpeech(started: VoiceMark | null, stopped: VoiceMark | null): Sounding {
  if (started === null || stopped === null) {
    return { startedAtMs: started?.atMs ?? null, endedAtMs: stopped?.atMs ?? null };
  }
  const { audioMs: beginMs } = started;
  const { audioMs: endMs } = stopped;
  if (beginMs === null || endMs === null || endMs < beginMs) {
    return { startedAtMs: started.atMs, endedAtMs: Math.max(started.atMs, stopped.atMs) };
  }
  const onsetMs = Math.min(beginMs + PADDING_MS, endMs);
  const lagMs = Math.min(started.atMs - onsetMs, stopped.atMs - endMs);
  return { startedAtMs: lagMs + onsetMs, endedAtMs: lagMs + endMs };
}
