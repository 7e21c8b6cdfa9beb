import { makeReport, type ReportWorld } from "../jobs/make-report.ts";
import { toObject } from "../providers/json-object.ts";
import type { RealtimeProvider } from "../providers/realtime-provider.ts";
import type { ObservationPlan, SidebandEvent } from "../providers/sideband.ts";
import { drainHangups, settleHangups } from "../jobs/settle-hangups.ts";
import type { RecordObservationAnswer } from "../store/observation.ts";
import { COST_LIMIT } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { describeError } from "../runtime/telemetry/log.ts";
import { ObservationLog } from "./observation-log.ts";
import type { Clock } from "./clock.ts";
import { ItemFetcher } from "./item-fetcher.ts";
import { SidebandLink } from "./sideband-link.ts";
import type { ObservationEnding } from "../store/observation-batch.ts";
import { OutputWatch } from "./output-watch.ts";
import { type ReplyFault, ReplyWatch } from "./reply-watch.ts";
import { SegmentSchedule } from "./segment-schedule.ts";
import type { StartSegment } from "./start-segment.ts";
import { type TamperReason, TamperWatch } from "./tamper-watch.ts";

/** What watching a call needs of the world. */
export interface SegmentWorld extends ReportWorld {
  readonly store: Store;
  readonly provider: RealtimeProvider;
  readonly clock: Clock;
  readonly startSegment: StartSegment;
  /** How long one segment watches before it hands the call over. */
  readonly segmentSeconds: number;
}

/** A call as it was leased to a segment. */
export interface ClaimedCall {
  readonly callId: string;
  readonly holder: string;
  readonly sessionId: string;
  readonly providerCallId: string;
  readonly plan: ObservationPlan;
  /** Since the session's first call was answered; turns count from there. */
  readonly elapsedMs: number;
  /** Since this call was made. */
  readonly callElapsedMs: number;
  readonly remainingMs: number;
}

/** How a segment ended. `released`: the call goes on without it. */
export type SegmentOutcome = "complete" | "incomplete" | "tampered" | "released" | "lost";

type Watching = Extract<RecordObservationAnswer, { isOver: boolean }>;

/** A call that is joined later than this may have had turns that nobody saw. */
const PROMPT_JOIN_MS = 3_000;
const RETRY_MS = 1_000;
const CLOSING_TRIES = 20;
const REAP_BATCH = 20;

/** Names no time to the second, since the persona may be speaking when it comes. */
const WRAP_UP_DIRECTION =
  "About forty seconds of this call are left. Stay in your role and bring the talk to a kind end: agree or decline as things stand, and say goodbye. Do not mention this.";

/** Watches one call for a bounded time: writes down what is said, and ends what must not go on. */
export class Segment {
  readonly #world: SegmentWorld;
  readonly #call: ClaimedCall;
  readonly #startedAtMs: number;
  readonly #schedule: SegmentSchedule;
  readonly #observations: ObservationLog;
  readonly #watch: TamperWatch;
  readonly #fetcher = new ItemFetcher();
  readonly #replies = new ReplyWatch();
  readonly #outputs: OutputWatch;
  readonly #link: SidebandLink;
  /** Cuts the wait of the loop short. */
  #urgent = new AbortController();
  #isMarked = false;
  #isBrokenOff = false;
  /** When the link was closed; null while it stands. */
  #closedAtMs: number | null = null;
  #offence: TamperReason | null = null;
  readonly #attached = Promise.withResolvers<undefined>();

  constructor(world: SegmentWorld, call: ClaimedCall) {
    this.#world = world;
    this.#call = call;
    this.#startedAtMs = world.clock.nowMs();
    this.#schedule = new SegmentSchedule({
      startedAtMs: this.#startedAtMs,
      segmentMs: world.segmentSeconds * 1_000,
      remainingMs: call.remainingMs,
    });
    this.#observations = new ObservationLog(call.plan);
    this.#watch = new TamperWatch(toObject(call.plan.settings["turn_detection"]) !== null);
    // Expected by every segment of the call: while it is handed over, two of them hear it.
    this.#watch.expect(toWrapUpId(call.callId), WRAP_UP_DIRECTION);
    this.#outputs = new OutputWatch(world, call.sessionId, () => {
      this.#offence ??= "output_forged";
      this.#urgent.abort();
    });
    this.#link = new SidebandLink(world, call, {
      heard: (event) => {
        this.#hear(event);
      },
      closed: () => {
        this.#closedAtMs = this.#elapsedMs();
        this.#urgent.abort();
      },
    });
  }

  /** Resolves once this segment listens to the call, or has given up trying. */
  get attached(): Promise<void> {
    return this.#attached.promise;
  }

  /** Watches until the call is over, handed over or lost. `signal` says that this worker is about to go. */
  async run(signal: AbortSignal): Promise<SegmentOutcome> {
    const attachment = await this.#link.attach(true, signal);
    this.#attached.resolve(undefined);
    if (attachment !== "attached") return this.#giveUp();
    this.#link.sideband?.askSettings();
    this.#isMarked = this.#callElapsedMs() <= PROMPT_JOIN_MS;
    const stop = (): void => {
      this.#schedule.renewSoon();
      this.#urgent.abort();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      for (;;) {
        const outcome = await this.#step(signal);
        if (outcome !== null) return outcome;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      this.#link.close();
    }
  }

  #hear(event: SidebandEvent): void {
    const nowMs = this.#world.clock.nowMs();
    const context = { nowMs, attachedAtMs: this.#link.attachedAtMs };
    const { isEmpty: wasEmpty } = this.#observations;
    this.#offence ??= this.#watch.judge(event, context);
    if (this.#offence !== null) this.#urgent.abort();
    if (this.#watch.takeDoubt()) this.#observations.noteDoubt();
    void this.#outputs.hear(event);
    if (event.type === "request-refused") {
      const absent = this.#fetcher.findRefused(event.requestId, event.code);
      if (absent !== null) this.#observations.noteAbsence(absent, this.#elapsedMs());
    }
    const fault = this.#replies.note(event, nowMs);
    if (fault !== null) this.#noteFault(fault);
    this.#observations.note(event, this.#elapsedMs());
    if (wasEmpty && !this.#observations.isEmpty) {
      this.#schedule.gather(nowMs);
      this.#urgent.abort();
    }
  }

  /** Whose fault a silent customer was is known by this: see `coach.is_unserved`. */
  #noteFault({ status, code }: ReplyFault): void {
    const { sessionId, callId } = this.#call;
    this.#observations.noteEvent("reply_failed", { status, reason: code.slice(0, 80) });
    this.#world.log("warn", "reply_failed", { sessionId, callId, status, code: code.slice(0, 80) });
  }

  async #step(signal: AbortSignal): Promise<SegmentOutcome | null> {
    await this.#pause();
    this.#replies.takeMissing(this.#world.clock.nowMs()).forEach((fault) => {
      this.#noteFault(fault);
    });
    if (this.#offence !== null) return this.#stopTampering(this.#offence);
    if (this.#link.sideband === null) {
      const outcome = await this.#linkAgain(signal);
      if (outcome !== null) return outcome;
    }
    if (this.#schedule.isOverdue(this.#world.clock.nowMs())) await this.#endSession("deadline");
    const answer = await this.#write();
    if (answer === null) return null;
    if (answer.outcome === "closed" || answer.outcome === "call_unknown") return "lost";
    return (await this.#obey(answer)) ?? (await this.#maybeHandOver(answer, signal));
  }

  /** Waits for the next thing to do, or until something cannot wait. */
  async #pause(): Promise<void> {
    const { clock } = this.#world;
    const mustAct = this.#offence !== null || this.#link.sideband === null;
    if (!mustAct) await clock.wait(this.#schedule.dueAtMs - clock.nowMs(), this.#urgent.signal);
    this.#urgent = new AbortController();
  }

  /** Writes the log and renews the lease; null where the database could not be reached. */
  async #write(): Promise<RecordObservationAnswer | null> {
    const { clock, store, log } = this.#world;
    if (clock.nowMs() < this.#schedule.dueAtMs) return null;
    const isAttached = this.#link.sideband !== null;
    const batch = this.#observations.take(isAttached);
    this.#schedule.beginWriting(clock.nowMs());
    try {
      const { callId, holder } = this.#call;
      const answer = await store.recordObservation(callId, holder, batch);
      this.#isBrokenOff ||= "isBrokenOff" in answer && answer.isBrokenOff;
      return answer;
    } catch (error) {
      // The call goes on without the database; what was heard is written down when it is back.
      this.#observations.putBack(batch);
      this.#schedule.pause(clock.nowMs());
      log("warn", "observation_unwritten", { callId: this.#call.callId, ...describeError(error) });
      return null;
    }
  }

  /** Does what the database says of the call; an outcome where this segment is done with it. */
  async #obey(answer: Watching): Promise<SegmentOutcome | null> {
    const { clock } = this.#world;
    this.#schedule.limit(clock.nowMs(), answer.remainingMs);
    if (answer.isOverCost && !answer.isOver) await this.#stopSpending();
    if (answer.wrapsUp) this.#wrapUp();
    if (answer.isOver) return this.#takeLeave();
    if (answer.outcome === "lost") return "lost";
    if (answer.outcome === "superseded") {
      return answer.isHolderAttached ? this.#release() : null;
    }
    if (answer.isLapsed) await this.#reap();
    this.#fetcher.request(answer.wanted, this.#link.sideband, clock.nowMs());
    if (!answer.isAnchored && !this.#isMarked) this.#markEnd();
    return null;
  }

  /** What the call ended with before this link was made, nobody tells unless an item comes after it. */
  #markEnd(): void {
    const itemId = `maka_mark_${crypto.randomUUID().slice(0, 12)}`;
    this.#isMarked = true;
    this.#link.sideband?.markEnd(itemId);
  }

  /** The persona is told that it should come to an end; the learner's page shows the time itself. */
  #wrapUp(): void {
    const { callId, sessionId } = this.#call;
    this.#link.sideband?.direct(toWrapUpId(callId), WRAP_UP_DIRECTION);
    this.#world.log("info", "call_wrapped_up", { callId, sessionId });
  }

  /** The call is over: the last words get a moment, then the call is closed. */
  #takeLeave(): Promise<SegmentOutcome> | null {
    const nowMs = this.#world.clock.nowMs();
    this.#schedule.end(nowMs);
    const isWaiting = this.#observations.awaitsWords && this.#schedule.isGracious(nowMs);
    if (isWaiting && this.#link.sideband !== null) return null;
    return this.#finish("ended");
  }

  /** The link was cut: the call is over, or it is made again and what was missed is looked for. */
  async #linkAgain(signal: AbortSignal): Promise<SegmentOutcome | null> {
    const { wasOrderly } = this.#link;
    if (this.#schedule.isOver) return this.#finish("ended");
    const attachment = await this.#link.attach(false, signal);
    if (attachment === "attached") {
      this.#closedAtMs = null;
      this.#replies.forget();
      this.#watch.noteGap();
      this.#observations.noteGap();
      this.#isMarked = false;
      this.#link.sideband?.askSettings();
      return null;
    }
    if (attachment === "unreachable") return this.#giveUp();
    return this.#finish(wasOrderly || (await this.#isOver()) ? "ended" : "lost");
  }

  /** No link, no watch: another segment may have more luck, as long as the session lasts. */
  async #giveUp(): Promise<SegmentOutcome> {
    return (await this.#isOver()) ? this.#finish("lost") : this.#release();
  }

  async #isOver(): Promise<boolean> {
    this.#schedule.renewAtOnce();
    const answer = await this.#write();
    return answer !== null && "isOver" in answer && answer.isOver;
  }

  async #maybeHandOver(answer: Watching, signal: AbortSignal): Promise<SegmentOutcome | null> {
    const { clock, startSegment } = this.#world;
    const { callId, holder } = this.#call;
    const isAsked = signal.aborted || this.#schedule.isHandOverDue(clock.nowMs());
    if (!isAsked || answer.isOver) return null;
    if (this.#schedule.isOutlived(clock.nowMs())) return this.#release();
    if (answer.outcome !== "holding") {
      this.#schedule.awaitSuccessor(clock.nowMs());
      return null;
    }
    const isStarted = await startSegment(callId, holder);
    this.#schedule.askedForSuccessor(clock.nowMs(), isStarted);
    return null;
  }

  async #release(): Promise<SegmentOutcome> {
    await this.#writeLast();
    await this.#world.store.releaseObservation(this.#call.callId, this.#call.holder);
    return "released";
  }

  async #stopTampering(reason: TamperReason): Promise<SegmentOutcome> {
    const { log } = this.#world;
    const { sessionId, callId } = this.#call;
    log("warn", "call_tampered", { sessionId, callId, reason });
    await this.#endSession("tampered");
    return this.#finish("tampered", reason);
  }

  /** What was heard stays whole: the session ends as at its deadline, only earlier. */
  async #stopSpending(): Promise<void> {
    const { sessionId, callId } = this.#call;
    this.#world.log("warn", "call_over_cost", { sessionId, callId });
    await this.#endSession(COST_LIMIT);
  }

  async #endSession(reason: "deadline" | "tampered" | typeof COST_LIMIT): Promise<void> {
    const { store, log } = this.#world;
    try {
      const ended = await store.endSession(this.#call.sessionId, reason);
      if (ended.outcome === "ended") await settleHangups(this.#world, ended.hangups);
      this.#schedule.end(this.#world.clock.nowMs());
    } catch (error) {
      log("error", "call_not_ended", {
        callId: this.#call.callId,
        reason,
        ...describeError(error),
      });
      this.#schedule.pause(this.#world.clock.nowMs());
      // The call must end even while the database is away; the session is settled when it is back.
      const { providerCallId } = this.#call;
      await this.#world.provider.hangUp(providerCallId).catch(() => undefined);
    }
  }

  async #reap(): Promise<void> {
    await this.#world.store.reapSessions(REAP_BATCH);
    await drainHangups(this.#world, REAP_BATCH);
  }

  /** Writes what is left, closes the observation, and has the report made where the session is over. */
  async #finish(ending: ObservationEnding, reason: string | null = null): Promise<SegmentOutcome> {
    const { store, clock } = this.#world;
    const { callId, holder, sessionId } = this.#call;
    if (ending === "ended") await this.#noteEnd();
    else if (ending === "lost") await this.#writeLast();
    let outcome: SegmentOutcome = "lost";
    for (let attempt = 0; attempt < CLOSING_TRIES; attempt += 1) {
      const closed = await store
        .closeObservation(callId, holder, { ending, reason })
        .catch(() => null);
      if (closed?.outcome === "closed") outcome = closed.status;
      if (closed !== null && closed.outcome !== "busy") break;
      await clock.wait(RETRY_MS);
    }
    // A predecessor that is still there lets its successor close.
    if (outcome === "lost") await store.releaseObservation(callId, holder).catch(() => undefined);
    this.#link.close();
    this.#world.log("info", "call_observed", { callId, sessionId, outcome });
    if (outcome !== "lost") await this.#report();
    return outcome;
  }

  /** Where it fails, the job stays: asking for the report, or the reaper, takes it up. */
  async #report(): Promise<void> {
    const { sessionId } = this.#call;
    try {
      await makeReport(this.#world, sessionId);
    } catch (error) {
      this.#world.log("warn", "report_not_begun", { sessionId, ...describeError(error) });
    }
  }

  /** What the persona was saying when a call was broken off, the learner has not heard to its end. */
  async #noteEnd(): Promise<void> {
    const cut = this.#observations.soundingItems;
    this.#observations.noteEnd(this.#closedAtMs ?? this.#elapsedMs());
    await this.#writeLast();
    if (cut.length === 0) return;
    if (!this.#isBrokenOff) await this.#isOver();
    if (!this.#isBrokenOff) return;
    for (const itemId of cut) this.#observations.noteCut(itemId, this.#elapsedMs());
    await this.#writeLast();
  }

  async #writeLast(): Promise<void> {
    for (let attempt = 0; attempt < 3 && !this.#observations.isEmpty; attempt += 1) {
      this.#schedule.renewAtOnce();
      if ((await this.#write()) === null) await this.#world.clock.wait(RETRY_MS);
    }
  }

  /** Since the session's first call was answered. */
  #elapsedMs(): number {
    const elapsedMs = this.#call.elapsedMs + this.#sinceClaimMs();
    return Math.min(86_400_000, Math.max(0, Math.round(elapsedMs)));
  }

  #callElapsedMs(): number {
    return this.#call.callElapsedMs + this.#sinceClaimMs();
  }

  #sinceClaimMs(): number {
    return this.#world.clock.nowMs() - this.#startedAtMs;
  }
}

/** The same for every segment of a call, so that a second one would be refused by the provider itself. */
function toWrapUpId(callId: string): string {
  return `maka_time_${callId.replaceAll("-", "").slice(0, 20)}`;
}
