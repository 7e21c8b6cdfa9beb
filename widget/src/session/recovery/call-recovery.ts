import type { ReportResponse } from "#contract/report.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ExtensionEffect, ExtensionEvent } from "../../domain/state/extension-event.ts";
import { CoachError } from "../../domain/state/coach-error.ts";
import { reduceExtended } from "../../domain/reduce/reduce-extended.ts";
import type { SessionEvent, Timed } from "../../domain/state/session-event.ts";
import type { SessionModel, Transition } from "../../domain/reduce/session-model.ts";
import type { AttemptsQuery, RecoveryPorts } from "../../ports/recovery-ports.ts";
import type { Extension, ExtensionContext, Rating } from "../extension.ts";
import type { Attempt } from "../attempt.ts";
import { CallRetrier } from "./call-retrier.ts";
import { childOf } from "../child-signal.ts";
import { watchConnection } from "./watch-connection.ts";
import { resendUnsent } from "./resend-unsent.ts";
import { SessionResumer } from "./session-resumer.ts";
import { ToolRunner } from "./tool-runner.ts";
import type { FollowSounds, Listening } from "./time-sounds.ts";
import { TrackMonitor } from "./track-monitor.ts";

/** Another tab that asks gets the session once the last words are delivered, or after this. */
const LAST_DELIVERY_MS = 1_500;
/** Nobody else should hold a session that has just begun. */
const HOLD_PATIENCE_MS = 1_000;

/** Fetches the download that times the sounds of a call. */
export type LoadSounds = () => Promise<{
  readonly timeSounds: (listening: Listening) => FollowSounds;
}>;

/** The extension of one practice: what `reduceExtended` decides, done on the ports. */
export class CallRecovery implements Extension {
  readonly #context: ExtensionContext;
  readonly #ports: RecoveryPorts;
  readonly #resumer: SessionResumer;
  readonly #retrier: CallRetrier;
  readonly #tools: ToolRunner;
  readonly #loadSounds: LoadSounds;
  #followSounds: FollowSounds = (model) => model;
  /** The session's lock among the browser's tabs. */
  #hold: AbortController | null = null;

  constructor(context: ExtensionContext, ports: RecoveryPorts, loadSounds: LoadSounds) {
    this.#loadSounds = loadSounds;
    this.#context = context;
    this.#ports = ports;
    this.#resumer = new SessionResumer(context, ports);
    this.#retrier = new CallRetrier(context, ports);
    this.#tools = new ToolRunner(context, ports);
    void resendUnsent(context.ports, ports.keeper, context.life);
  }

  reduce(model: SessionModel, event: (SessionEvent | ExtensionEvent) & Timed): Transition {
    return reduceExtended(this.#followSounds(model, event), event);
  }

  perform(effect: ExtensionEffect): void {
    switch (effect.type) {
      case "probe-session":
        this.#resumer.probe();
        return;
      case "adopt-session":
        this.#resumer.adopt(() => this.#createHold());
        return;
      case "forget-session":
        this.#resumer.forget();
        return;
      default: {
        const attempt = this.#context.attempt();
        if (attempt !== null) this.#performOn(attempt, effect);
      }
    }
  }

  async rate(rating: Rating): Promise<void> {
    const credential = this.#context.attempt()?.grant?.credential;
    if (credential === undefined) {
      throw new CoachError("session_rejected", "There is no practice to rate.");
    }
    await this.#ports.api.rate(credential, rating, this.#context.life);
  }

  async loadAttempts(): Promise<readonly AttemptSummary[]> {
    const { life, options } = this.#context;
    await options.renewLearnerToken?.();
    return this.#ports.api.fetchAttempts(this.#attemptsQuery, life);
  }

  async loadReport(sessionId: string): Promise<ReportResponse> {
    const { life, options } = this.#context;
    await options.renewLearnerToken?.();
    return this.#ports.api.fetchAttemptReport(this.#attemptsQuery, sessionId, life);
  }

  get #attemptsQuery(): AttemptsQuery {
    const { options, ports } = this.#context;
    const { api, embedKey, scenario, learnerToken } = options;
    const deviceId = learnerToken === null ? ports.readDeviceId() : null;
    return { api, embedKey, scenario, learnerToken, deviceId };
  }

  #performOn(
    attempt: Attempt,
    effect: Exclude<
      ExtensionEffect,
      { type: "probe-session" | "adopt-session" | "forget-session" }
    >,
  ): void {
    switch (effect.type) {
      case "keep-call":
        this.#keepCall(attempt);
        return;
      case "drop-call":
        attempt.call?.drop();
        return;
      case "call-again":
        this.#retrier.callAgain(attempt, effect.afterMs);
        return;
      case "let-go":
        void this.#letGo(attempt);
        return;
      case "use-tool":
        this.#tools.use(attempt, effect);
        return;
      case "choose-output":
        void this.#chooseOutput(attempt, effect.deviceId);
        return;
      case "set-volume":
        if (attempt.call !== null) attempt.call.parts.audio.volume = effect.volume;
        this.#ports.output.rememberVolume(effect.volume);
    }
  }

  #keepCall(attempt: Attempt): void {
    const { opened, callSignal, call } = attempt;
    if (opened === null) return;
    const { credential, heartbeatSeconds, rehearsal } = opened;
    this.#resumer.keep({ credential, heartbeatSeconds, rehearsal });
    this.#holdSession(credential.sessionId, callSignal);
    this.#ports.watchNetwork(callSignal, (moment) => {
      this.#context.dispatch({ type: moment === "left" ? "network-left" : "network-returned" });
    });
    this.#ports.keepAwake(callSignal);
    if (call !== null) this.#ports.keepPlaying(call.parts.audio, callSignal);
    watchConnection(this.#context, this.#ports, attempt);
    if (this.#context.options.input !== "text")
      new TrackMonitor(this.#context, this.#ports, attempt);
    this.#followOutput(callSignal);
    this.#timeSounds(attempt);
  }

  /** What is heard before the download has arrived is kept for it. Where it does not come, no sound is measured. */
  #timeSounds(attempt: Attempt): void {
    const early: Parameters<FollowSounds>[] = [];
    const keep: FollowSounds = (model, event) => {
      early.push([model, event]);
      return model;
    };
    const follow = (next: FollowSounds): void => {
      if (this.#followSounds === keep) this.#followSounds = next;
    };
    this.#followSounds = keep;
    this.#loadSounds().then(
      ({ timeSounds }) => {
        const signal = attempt.callSignal;
        const isHeard = this.#context.options.input === "voice";
        const level = isHeard ? (): number => attempt.learnerLevel() : null;
        const next = timeSounds({ clock: this.#context.ports.clock, signal, level });
        for (const heard of early) next(...heard);
        follow(next);
      },
      () => {
        follow((model) => model);
      },
    );
  }

  #holdSession(sessionId: string, callSignal: AbortSignal): void {
    const { lock } = this.#ports;
    if (this.#hold === null || this.#hold.signal.aborted) {
      void lock.take(sessionId, HOLD_PATIENCE_MS, this.#createHold());
    }
    lock.listen(sessionId, callSignal, () => {
      this.#context.dispatch({ type: "session-taken" });
    });
  }

  /** Ends with the attempt's call, unless that is let go: then with its last words. */
  #createHold(): AbortSignal {
    const hold = childOf(this.#context.life);
    this.#hold = hold;
    this.#context.attempt()?.callSignal.addEventListener("abort", () => {
      if (this.#hold === hold) hold.abort();
    });
    return hold.signal;
  }

  #followOutput(signal: AbortSignal): void {
    const { output } = this.#ports;
    const { dispatch } = this.#context;
    const { choosable } = output;
    const list = (): void => {
      void output.list().then((devices) => {
        if (!signal.aborted) dispatch({ type: "outputs-listed", devices, choosable });
      });
    };
    list();
    output.watch(signal, list);
    const volume = output.recallVolume();
    if (volume !== null) dispatch({ type: "volume-recalled", volume });
  }

  async #chooseOutput({ call, callSignal }: Attempt, deviceId: string): Promise<void> {
    if (call === null || !(await this.#ports.output.choose(call.parts.audio, deviceId))) return;
    if (callSignal.aborted) return;
    this.#context.dispatch({ type: "output-changed", deviceId: deviceId === "" ? null : deviceId });
  }

  /** The lock outlives the call by as long as the last words are on their way. */
  async #letGo(attempt: Attempt): Promise<void> {
    const hold = this.#hold;
    this.#hold = null;
    const limit = childOf(this.#context.life);
    this.#context.ports.clock.after(LAST_DELIVERY_MS, limit.signal, () => {
      limit.abort();
    });
    await Promise.resolve();
    await attempt.grant?.uploader.finish(limit.signal);
    limit.abort();
    hold?.abort();
    this.#resumer.probe();
  }
}
