import type { EndReason, ConnectionQuality } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { CallIntent } from "../domain/state/call-event.ts";
import { type CoachError, toCoachError } from "../domain/state/coach-error.ts";
import type { Agreement, PracticeOptions } from "../domain/state/practice.ts";
import type { SessionEvent } from "../domain/state/session-event.ts";
import type { Failure } from "../domain/state/session-state.ts";
import type { Call } from "../ports/call-opener.ts";
import type { SessionCredential } from "../ports/coach-api.ts";
import type { KeptSession, OpenedCall } from "../ports/opened-call.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { AttemptMicrophone } from "./attempt-microphone.ts";
import { describeRequest } from "./describe-request.ts";
import { startHeartbeat } from "./start-heartbeat.ts";
import { TurnUploader } from "./turn-uploader.ts";

const TICK_MS = 1_000;
/** One that is older may belong to a network that was left. */
const OFFER_KEPT_MS = 60_000;

/** What an attempt works with. */
export interface AttemptContext {
  readonly options: PracticeOptions;
  /** What the learner agreed to beside the practice itself. */
  readonly agreed: Agreement;
  readonly ports: PracticePorts;
  /** A session to go on with; null: a new one is asked for. */
  readonly kept: KeptSession | null;
  /** Fulfils when the session before this one was ended, so that it does not count against the learner. */
  readonly previous: Promise<unknown>;
  readonly dispatch: (event: SessionEvent) => void;
}

/** What was offered ahead of the click. */
interface OfferAhead {
  /** Fulfils with "" where that failed. */
  readonly offer: Promise<string>;
  /** The same, once it is there. */
  sdp: string;
  readonly atMs: number;
}

/** What the server granted to an attempt. */
export interface Grant {
  readonly credential: SessionCredential;
  readonly uploader: TurnUploader;
}

/**
 * One attempt at a practice, from the microphone to the report. Two signals own all it holds: the call's
 * (microphone, connection, ticks, heartbeats) and the work's (deliveries, the report, the page's life).
 */
export class Attempt {
  readonly #context: AttemptContext;
  #key: string;
  readonly #calling = new AbortController();
  readonly #leaving = new AbortController();
  readonly #microphone: AttemptMicrophone;
  /** How the connection was since this was last asked; null where nobody measures it. */
  readQuality: () => ConnectionQuality | null = () => null;
  #work = new AbortController();
  #call: Call | null = null;
  #ahead: OfferAhead | null = null;
  #grant: Grant | null = null;
  #opened: OpenedCall | null = null;
  #abandonReason: EndReason | null = null;
  #isLeaving = false;
  #isDisposed = false;
  #farewell: Promise<void>;

  constructor(context: AttemptContext) {
    this.#context = context;
    this.#key = context.ports.createAttemptKey();
    this.#microphone = new AttemptMicrophone(context.ports, this.#calling.signal, context.dispatch);
    this.#farewell = context.previous.then(() => undefined);
  }

  /** Fulfils when the server knows, or cannot be told, that this attempt is over. */
  get farewell(): Promise<void> {
    return this.#farewell;
  }

  /** Ends with the call. */
  get callSignal(): AbortSignal {
    return this.#calling.signal;
  }

  get call(): Call | null {
    return this.#call;
  }

  get microphone(): AttemptMicrophone {
    return this.#microphone;
  }

  /** What the server opened; null before. */
  get opened(): OpenedCall | null {
    return this.#opened;
  }

  /** Names the next request for a call, and what the page's end is to end. */
  renewKey(): string {
    this.#key = this.#context.ports.createAttemptKey();
    return this.#key;
  }

  /** Names the session and carries its turns; null before the server granted one. */
  get grant(): Grant | null {
    return this.#grant;
  }

  learnerLevel(): number {
    return this.#microphone.level();
  }

  personaLevel(): number {
    return this.#calling.signal.aborted ? 0 : (this.#call?.level() ?? 0);
  }

  /** Runs before anything else of it: nothing escapes the page's end. */
  begin(): void {
    this.#watchPage();
    const { kept } = this.#context;
    if (kept === null) return;
    const { uploader } = this.#accept(kept.credential);
    for (const turn of kept.unsent) uploader.add(turn);
  }

  /** Runs inside the click, before anything is awaited: sound is unlocked here. */
  prepareCall(): void {
    const { ports, dispatch } = this.#context;
    this.#start(() => {
      this.#call = ports.calls.prepare(this.#calling.signal, dispatch);
      return Promise.resolve();
    });
  }

  /** Runs inside the click too, as far as the browser's question. */
  openMicrophone(): void {
    this.#start(() => this.#microphone.open());
  }

  replaceMicrophone(deviceId: string | null): void {
    this.#microphone.replace(deviceId, (capture) => this.#call?.replaceMicrophone(capture));
  }

  offerCall(): void {
    const offer = this.#call?.offer(this.#microphone.capture).catch(() => "");
    if (!offer) return;
    const ahead: OfferAhead = { offer, sdp: "", atMs: this.#context.ports.clock.now() };
    void offer.then((sdp) => (ahead.sdp = sdp));
    this.#ahead = ahead;
  }

  openCall(): void {
    this.#start(async () => {
      const { dispatch, kept } = this.#context;
      const opened = this.#call && (await this.#request(this.#call));
      if (!opened) return;
      if (kept === null) this.#accept(opened.credential);
      this.#opened = opened;
      if (this.#isGivenUp()) {
        this.abandon(this.#abandonReason ?? (kept === null ? "left" : "page_closed"));
        return;
      }
      const { credential, heartbeatSeconds, limitSeconds, rehearsal, tools } = opened;
      startHeartbeat(this.#context.ports, this.#calling.signal, {
        credential,
        everySeconds: heartbeatSeconds,
        readQuality: () => this.readQuality(),
        dispatch,
      });
      const { sessionId } = credential;
      dispatch({ type: "session-granted", sessionId, limitSeconds, rehearsal, tools });
    });
  }

  connectCall(): void {
    this.#start(async () => {
      if (this.#opened === null) return;
      await this.#call?.connect(this.#opened.handshake);
      if (this.#isGivenUp()) return;
      this.#context.dispatch({ type: "call-connected" });
      this.#tick();
    });
  }

  closeCall(): void {
    this.#calling.abort();
  }

  setMicrophoneOpen(open: boolean): void {
    this.#microphone.setOpen(open);
  }

  send(intent: CallIntent): void {
    this.#call?.send(intent);
  }

  store(turn: ReportedTurn): void {
    this.#grant?.uploader.add(turn);
  }

  /** Delivers the rest of the transcript, then settles the session. */
  end(reason: EndReason): void {
    const { ports, dispatch } = this.#context;
    const grant = this.#grant;
    if (grant === null) return;
    this.#farewell = this.#workOn("settlement-failed", async (signal) => {
      await grant.uploader.finish(signal);
      const { usedSeconds } = await ports.api.endSession(grant.credential, reason, signal);
      if (!signal.aborted) dispatch({ type: "session-settled", usedSeconds });
    });
  }

  fetchReport(afterSeconds: number): void {
    const { ports, dispatch } = this.#context;
    const grant = this.#grant;
    if (grant === null) return;
    ports.clock.after(afterSeconds * 1_000, this.#openWork(), () => {
      void this.#workOn("report-failed", async (signal) => {
        const response = await ports.api.fetchReport(grant.credential, signal);
        if (!signal.aborted) dispatch({ type: "report-answered", response });
      });
    });
  }

  /** Ends a session that nobody will use; one that is still being granted is ended when it arrives. */
  abandon(reason: EndReason): void {
    this.#abandonReason = reason;
    const grant = this.#grant;
    if (grant === null) return;
    if (this.#isDisposed) {
      this.flush(reason);
      return;
    }
    const { signal } = this.#leaving;
    this.#isLeaving = true;
    const leave = async (): Promise<void> => {
      await grant.uploader.finish(signal);
      await this.#context.ports.api.endSession(grant.credential, reason, signal);
    };
    this.#farewell = leave()
      // The server ends by itself what it could not be told of.
      .catch(() => undefined)
      .finally(() => {
        this.#isLeaving = false;
      });
  }

  /** Leaves the end and the undelivered turns to the browser, which outlives the page. */
  flush(reason: EndReason): void {
    this.#abandonReason = reason;
    if (this.#grant === null) return;
    const { credential, uploader } = this.#grant;
    const ending = { reason, attemptKey: this.#key };
    this.#context.ports.api.flush(credential, ending, uploader.unsent);
  }

  /** Stops all that still works for this attempt, once nothing is awaited of it. */
  rest(): void {
    this.#work.abort();
    if (this.#grant !== null) this.#context.ports.outbox.release(this.#grant.credential.sessionId);
  }

  /** Frees everything at once. */
  dispose(): void {
    this.#isDisposed = true;
    this.#calling.abort();
    this.#leaving.abort();
    if (this.#isLeaving) this.flush(this.#abandonReason ?? "left");
    this.rest();
  }

  #isGivenUp(): boolean {
    return this.#calling.signal.aborted;
  }

  /** What is known is not waited for, so that the request leaves before the page is drawn anew. */
  async #request(call: Call): Promise<OpenedCall | null> {
    const { previous, kept, options } = this.#context;
    const ahead = this.#offered();
    const offer =
      ahead?.sdp || (await ahead?.offer) || (await call.offer(this.#microphone.capture));
    await previous;
    // A token is good for one start, and briefly.
    const renewal = kept === null ? options.renewLearnerToken?.() : undefined;
    if (renewal) await renewal;
    if (this.#isGivenUp()) return null;
    return kept?.openCall(offer, this.#key) ?? this.#openSession(offer);
  }

  #offered(): OfferAhead | null {
    const { clock } = this.#context.ports;
    return this.#ahead && clock.now() - this.#ahead.atMs < OFFER_KEPT_MS ? this.#ahead : null;
  }

  async #openSession(offer: string): Promise<OpenedCall> {
    const { options, ports, agreed } = this.#context;
    const deviceId = options.learnerToken === null ? ports.readDeviceId() : null;
    const moment = { offer, attemptKey: this.#key, agreed, deviceId };
    const response = await ports.api.openSession(describeRequest(options, moment));
    const { sessionId, sessionToken, heartbeatSeconds, limitSeconds, rehearsal } = response;
    return {
      credential: { api: options.api, sessionId, sessionToken },
      handshake: response,
      heartbeatSeconds,
      limitSeconds,
      rehearsal,
      tools: response.tools ?? [],
    };
  }

  #accept(credential: SessionCredential): Grant {
    const { ports, dispatch } = this.#context;
    const uploader = new TurnUploader(ports, credential, this.#work.signal, () => {
      dispatch({ type: "storage-refused" });
    });
    this.#grant = { credential, uploader };
    return this.#grant;
  }

  #watchPage(): void {
    const { ports, dispatch } = this.#context;
    ports.page.watch(this.#work.signal, (moment) => {
      if (moment === "left") dispatch({ type: "page-left" });
      else if (moment === "shown") dispatch({ type: "clock-ticked" });
      else this.#grant?.uploader.wake();
    });
  }

  /** Only while the call lasts: its signal ends the chain. */
  #tick(): void {
    const { ports, dispatch } = this.#context;
    ports.clock.after(TICK_MS, this.#calling.signal, () => {
      this.#tick();
      dispatch({ type: "clock-ticked" });
    });
  }

  /** Runs a part of the start; its failure is the attempt's, unless the attempt was given up before. */
  #start(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      if (this.#calling.signal.aborted) return;
      const failure = toFailure(toCoachError(thrown));
      this.#context.dispatch({ type: "attempt-failed", failure });
    });
  }

  /** Fulfils when the work is over, whatever came of it. */
  #workOn(
    failed: "settlement-failed" | "report-failed",
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const signal = this.#openWork();
    return work(signal).catch((thrown: unknown) => {
      if (signal.aborted) return;
      this.#context.dispatch({ type: failed, failure: toFailure(toCoachError(thrown)) });
    });
  }

  /** After a rest, asking again opens the work anew. */
  #openWork(): AbortSignal {
    if (this.#work.signal.aborted && !this.#isDisposed) this.#work = new AbortController();
    return this.#work.signal;
  }
}

function toFailure({ code, requestId, limit }: CoachError): Failure {
  return { code, requestId, limit };
}
