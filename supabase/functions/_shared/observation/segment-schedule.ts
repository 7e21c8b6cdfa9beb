/** Between two renewals of the lease, which lasts three of them. */
const RENEW_MS = 5_000;
/** What is heard waits this long for what comes with it. */
const GATHER_MS = 300;
/** After the end, for words that are still being written down. */
const GRACE_MS = 3_000;
/** How long a segment outlasts its time when nobody takes over. */
const HAND_OVER_MS = 20_000;
const HAND_OVER_RETRY_MS = 3_000;
/** A successor that has begun is looked for this soon, one that was asked for twice as late. */
const SUCCESSOR_MS = 250;
const RETRY_MS = 1_000;
/** Our clock may be that much ahead of the database's. */
const CLOCK_SLACK_MS = 250;
/** The database tells one segment to wrap the call up, at its first renewal after this. */
const WRAP_UP_MS = 40_000;

/** What of a segment's time is known when it begins. */
export interface SegmentTimes {
  readonly startedAtMs: number;
  /** How long it watches before it hands the call over. */
  readonly segmentMs: number;
  /** What the session has left. */
  readonly remainingMs: number;
}

/**
 * When a segment is due for what, on any monotonic clock. It knows no world and does nothing: the segment asks
 * it, acts, and tells it what became of that.
 */
export class SegmentSchedule {
  readonly #endsAtMs: number;
  #deadlineAtMs: number;
  #renewAtMs = 0;
  /** After a failure nothing is tried again before. */
  #pauseUntilMs = 0;
  #gatherUntilMs: number | null = null;
  #handOverAtMs: number;
  #overSinceMs: number | null = null;
  #hasAskedToWrapUp = false;

  constructor({ startedAtMs, segmentMs, remainingMs }: SegmentTimes) {
    this.#deadlineAtMs = startedAtMs + remainingMs;
    this.#handOverAtMs = startedAtMs + segmentMs;
    this.#endsAtMs = startedAtMs + segmentMs + HAND_OVER_MS;
  }

  /** When the next writing is due. */
  get dueAtMs(): number {
    const dueAtMs = Math.min(
      this.#renewAtMs,
      this.#wrapUpAtMs,
      this.#gatherUntilMs ?? Infinity,
      this.#overSinceMs === null ? this.#deadlineAtMs : this.#overSinceMs + GRACE_MS,
    );
    return Math.max(dueAtMs, this.#pauseUntilMs);
  }

  /** True once the call is known to be over. */
  get isOver(): boolean {
    return this.#overSinceMs !== null;
  }

  /** Whether the call has outlived its session, and nobody has ended it yet. */
  isOverdue(nowMs: number): boolean {
    return this.#overSinceMs === null && nowMs >= this.#deadlineAtMs;
  }

  /** Whether the last words of a call that is over may still come. */
  isGracious(nowMs: number): boolean {
    return this.#overSinceMs !== null && nowMs < this.#overSinceMs + GRACE_MS;
  }

  /** Whether the call is to be handed over by now. */
  isHandOverDue(nowMs: number): boolean {
    return nowMs >= this.#handOverAtMs;
  }

  /** Whether this segment has waited for a successor as long as it may. */
  isOutlived(nowMs: number): boolean {
    return nowMs >= this.#endsAtMs;
  }

  /** Something was heard; what comes with it is waited for. */
  gather(nowMs: number): void {
    this.#gatherUntilMs = nowMs + GATHER_MS;
  }

  /** The lease is renewed at the next step, though not during a pause. */
  renewSoon(): void {
    this.#renewAtMs = 0;
  }

  /** Nothing is waited for any more. */
  renewAtOnce(): void {
    this.#renewAtMs = 0;
    this.#pauseUntilMs = 0;
  }

  /** A writing begins, which renews the lease and asks whether the call is to be wrapped up. */
  beginWriting(nowMs: number): void {
    this.#gatherUntilMs = null;
    this.#renewAtMs = nowMs + RENEW_MS;
    this.#hasAskedToWrapUp ||= nowMs >= this.#wrapUpAtMs;
  }

  /** The database is away. */
  pause(nowMs: number): void {
    this.#pauseUntilMs = nowMs + RETRY_MS;
  }

  /** The database's clock may bring the deadline nearer; nothing moves it away. */
  limit(nowMs: number, remainingMs: number): void {
    this.#deadlineAtMs = Math.min(this.#deadlineAtMs, nowMs + remainingMs);
  }

  /** The call is over; the first time counts. */
  end(nowMs: number): void {
    this.#overSinceMs ??= nowMs;
  }

  /** A successor is there, and does not listen yet. */
  awaitSuccessor(nowMs: number): void {
    this.#renewAtMs = Math.min(this.#renewAtMs, nowMs + 2 * SUCCESSOR_MS);
  }

  /** A successor was asked for. */
  askedForSuccessor(nowMs: number, isStarted: boolean): void {
    this.#handOverAtMs = nowMs + HAND_OVER_RETRY_MS;
    this.#renewAtMs = nowMs + (isStarted ? SUCCESSOR_MS : HAND_OVER_RETRY_MS);
  }

  /** Once: whether there is anything to say, and who says it, the database knows. */
  get #wrapUpAtMs(): number {
    const isBehind = this.#hasAskedToWrapUp || this.#overSinceMs !== null;
    return isBehind ? Infinity : this.#deadlineAtMs - WRAP_UP_MS + CLOCK_SLACK_MS;
  }
}
