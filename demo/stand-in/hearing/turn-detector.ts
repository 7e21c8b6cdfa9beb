import type { Ear, VoiceDetector } from "./ear.ts";
import { VoiceActivity, type VoiceActivityOptions, type VoiceChange } from "./voice-activity.ts";

/** A change of {@link VoiceActivity}, whoever found it. */
export type TurnChange = NonNullable<VoiceChange>;

/** What a turn detector works with. */
export interface TurnDetectorTools {
  readonly options: VoiceActivityOptions;
  /** Audio that has gone by before. */
  readonly elapsedMs: number;
  /** The ear that this call may use; null for none. */
  readonly ear: Ear | null;
  readonly onChange: (change: TurnChange) => void;
}

/** The ear waits so long until it is sure of a voice. */
const EAR_DOUBT_MS = 200;
/** So late may it tell of one, where it is busy with the words of the turn before. */
const EAR_LAG_MS = 5_000;

/**
 * Finds where turns begin and end: by loudness, or, once the ear is awake, by whether it is a voice. Tones are no
 * voice, so a call that sends them is heard by loudness from then on.
 */
export class TurnDetector {
  readonly #tools: TurnDetectorTools;
  readonly #loudness: VoiceActivity;
  #voice: VoiceDetector | null = null;
  #elapsedMs: number;
  #startMs: number | null = null;
  #isForTones = false;

  constructor(tools: TurnDetectorTools) {
    this.#tools = tools;
    this.#elapsedMs = tools.elapsedMs;
    this.#loudness = new VoiceActivity(tools.options, tools.elapsedMs);
  }

  get isSpeaking(): boolean {
    return this.#startMs !== null;
  }

  /** How much of the past may belong to a turn whose beginning is told next. */
  get lookBackMs(): number {
    return this.#tools.options.prefixMs + (this.#voice === null ? 0 : EAR_LAG_MS);
  }

  push(frame: Int16Array, frameMs: number): void {
    this.#openEar();
    this.#elapsedMs += frameMs;
    const change = this.#loudness.push(frame);
    if (this.#voice !== null) this.#voice.push(frame);
    else if (change !== null) this.#tell(change);
  }

  /** Text came as tones: loudness decides from here on, about this turn as well. */
  noteTones(): void {
    this.#isForTones = true;
    if (this.#voice === null) return;
    this.close();
    const { isSpeaking, startMs } = this.#loudness;
    if (isSpeaking && this.#startMs === null) this.#tell({ type: "started", startMs });
  }

  close(): void {
    this.#voice?.close();
    this.#voice = null;
  }

  #openEar(): void {
    const { ear, options } = this.#tools;
    if (ear === null || this.#isForTones) return;
    if (this.#voice !== null && !ear.isAwake) this.close();
    if (this.#voice !== null || !ear.isAwake || this.isSpeaking) return;
    const fromMs = this.#elapsedMs;
    this.#voice = ear.attend(options.silenceMs, (isSpeaking, atMs) => {
      const nowMs = Math.round(fromMs + atMs);
      const startMs = Math.max(0, nowMs - EAR_DOUBT_MS - options.prefixMs);
      this.#tell(
        isSpeaking
          ? { type: "started", startMs }
          : { type: "stopped", startMs: this.#startMs ?? startMs, endMs: nowMs },
      );
    });
  }

  #tell(change: TurnChange): void {
    const isNew = (change.type === "started") === (this.#startMs === null);
    if (!isNew) return;
    this.#startMs = change.type === "started" ? change.startMs : null;
    this.#tools.onChange(change);
  }
}
