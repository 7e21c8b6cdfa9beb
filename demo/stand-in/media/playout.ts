/** Samples in a second of the audio that the stand-in handles: 48 kHz, mono, 16 bit. */
export const SAMPLES_PER_SECOND = 48_000;
/** Samples in one 20 ms frame. */
export const FRAME_SAMPLES = 960;
const SAMPLES_PER_MS = SAMPLES_PER_SECOND / 1000;

/** Told when a response begins and ends to be heard. */
export interface PlayoutEvents {
  started(responseId: string): void;
  stopped(responseId: string): void;
}

interface Track {
  readonly responseId: string;
  samples: Int16Array[];
  playedSamples: number;
  isStarted: boolean;
  isComplete: boolean;
}

/** What was cut off: the response that was playing and how much of it had been heard. */
export interface Cut {
  readonly responseId: string;
  readonly heardMs: number;
  /** True where its beginning had been announced, so that its end must be too. */
  readonly isStarted: boolean;
}

/**
 * Speech on its way to the learner, played response by response on the media clock. It starts once media flows,
 * and a response has stopped when its last frame is out, which is later than its generation is done.
 */
export class Playout {
  readonly #events: PlayoutEvents;
  #tracks: Track[] = [];
  #isLive = false;

  constructor(events: PlayoutEvents) {
    this.#events = events;
  }

  get isPlaying(): boolean {
    return this.#isLive && this.#tracks.length > 0;
  }

  /** Media flows from now on: what waits begins to play. */
  goLive(): void {
    this.#isLive = true;
    this.#startHead();
  }

  enqueue(responseId: string, samples: Int16Array): void {
    const open = this.#tracks.find((track) => track.responseId === responseId);
    if (open) open.samples.push(samples);
    else
      this.#tracks.push({
        responseId,
        samples: [samples],
        playedSamples: 0,
        isStarted: false,
        isComplete: false,
      });
    this.#startHead();
  }

  /** No more speech comes for this response. */
  complete(responseId: string): void {
    const track = this.#tracks.find((candidate) => candidate.responseId === responseId);
    if (!track) return;
    track.isComplete = true;
    this.#dropDrained();
  }

  /** The next 20 ms, or null for silence. */
  takeFrame(): Int16Array | null {
    const track = this.#isLive ? this.#tracks[0] : undefined;
    if (!track || track.samples.length === 0) return null;
    const frame = new Int16Array(FRAME_SAMPLES);
    let filled = 0;
    while (filled < FRAME_SAMPLES && track.samples[0]) {
      const head = track.samples[0];
      const taken = head.subarray(0, FRAME_SAMPLES - filled);
      frame.set(taken, filled);
      filled += taken.length;
      if (taken.length === head.length) track.samples.shift();
      else track.samples[0] = head.subarray(taken.length);
    }
    track.playedSamples += filled;
    this.#dropDrained();
    return frame;
  }

  /** Drops all speech at once and tells, the one being heard first, what was cut. */
  cut(): Cut[] {
    const cuts = this.#tracks.map((track) => ({
      responseId: track.responseId,
      heardMs: Math.round(track.playedSamples / SAMPLES_PER_MS),
      isStarted: track.isStarted,
    }));
    this.#tracks = [];
    return cuts;
  }

  #startHead(): void {
    const head = this.#tracks[0];
    if (!this.#isLive || !head || head.isStarted) return;
    head.isStarted = true;
    this.#events.started(head.responseId);
  }

  #dropDrained(): void {
    const head = this.#tracks[0];
    if (!head?.isComplete || head.samples.length > 0) return;
    this.#tracks.shift();
    if (head.isStarted) this.#events.stopped(head.responseId);
    this.#startHead();
  }
}
