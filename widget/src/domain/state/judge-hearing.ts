/** What a microphone check says: `silent` where not even noise arrives, `nothing` where no voice does. */
export type HearingVerdict = "waiting" | "good" | "quiet" | "nothing" | "silent";

/** What was heard so far of a microphone. */
export interface Hearing {
  readonly verdict: HearingVerdict;
  readonly heardMs: number;
  /** How long it was as loud as speech should be, and how long as faint speech is. */
  readonly loudMs: number;
  readonly faintMs: number;
  /** How long nothing but zeros has arrived. */
  readonly zeroMs: number;
}

/** Before anything was heard. */
export const UNHEARD: Hearing = {
  verdict: "waiting",
  heardMs: 0,
  loudMs: 0,
  faintMs: 0,
  zeroMs: 0,
};

/** Loudness from 0 to 1; speech at ordinary distance reaches 0.5, a quiet room stays below 0.03. */
const LOUD = 0.15;
const FAINT = 0.05;
const ENOUGH_SPEECH_MS = 300;
const PATIENCE_MS = 4_000;
const ZERO_PATIENCE_MS = 2_000;
/** A frame that comes late, from a hidden tab, says nothing of the time before it. */
const LONGEST_STEP_MS = 100;

/** Adds what was heard in the last `elapsedMs`. */
export function judgeHearing(before: Hearing, level: number, elapsedMs: number): Hearing {
  const step = Math.min(elapsedMs, LONGEST_STEP_MS);
  const heard = {
    heardMs: before.heardMs + step,
    loudMs: before.loudMs + (level >= LOUD ? step : 0),
    faintMs: before.faintMs + (level >= FAINT ? step : 0),
    zeroMs: level === 0 ? before.zeroMs + step : 0,
  };
  return { ...heard, verdict: toVerdict(heard) };
}

function toVerdict({ heardMs, loudMs, faintMs, zeroMs }: Omit<Hearing, "verdict">): HearingVerdict {
  if (zeroMs >= ZERO_PATIENCE_MS) return "silent";
  if (loudMs >= ENOUGH_SPEECH_MS) return "good";
  if (heardMs < PATIENCE_MS) return "waiting";
  return faintMs >= ENOUGH_SPEECH_MS ? "quiet" : "nothing";
}
