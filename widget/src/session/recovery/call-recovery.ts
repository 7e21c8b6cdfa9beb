import type { AttemptSummary } from "#contract/learner-record.ts";
import type { AidDeed, AidEvent } from "../../domain/state/extension-event.ts";
import { CoachError } from "../../domain/state/coach-error.ts";
import { reduceAided } from "../../domain/reduce/reduce-extended.ts";
import type { SessionEvent, Timed } from "../../domain/state/session-event.ts";
import type { SessionModel, Step } from "../../domain/reduce/session-model.ts";
import type { AidPorts } from "../../ports/recovery-ports.ts";
import type { Aids, AidsContext, Rating } from "../extension.ts";
import type { Attempt } from "../attempt.ts";
import { CallLadder } from "./call-retrier.ts";
import { childOf } from "../child-signal.ts";
import { watchLine } from "./watch-connection.ts";
import { resendLeftovers } from "./resend-unsent.ts";
import { SessionFinder } from "./session-resumer.ts";
import { ToolRelay } from "./tool-runner.ts";
import { TrackGuard } from "./track-monitor.ts";

/** Another tab that asks gets the session once the last words are delivered, or after this. */
const LAST_DELIVERY_MS = 1_500;
/** Nobody else should hold a session that has just begun. */
const HOLD_PATIENCE_MS = 1_000;

/** The aids of one practice: what `reduceAided` decides, done on the ports. */
export class CallAids implements Aids {
  readonly #context: AidsContext;
  readonly #ports: AidPorts;
  readonly #finder: SessionFinder;
  readonly #ladder: CallLadder;
  readonly #tools: ToolRelay;
  /** The session's lock among the browser's tabs. */
  #hold: AbortController | null = null;

  constructor(context: AidsContext, ports: AidPorts) {
    this.#context = context;
    this.#ports = ports;
    this.#finder = new SessionFinder(context, ports);
    this.#ladder = new CallLadder(context, ports);
    this.#tools = new ToolRelay(context, ports);
    void resendLeftovers(context.ports, ports.keeper, context.life);
  }

  reduce(model: SessionModel, event: (SessionEvent | AidEvent) & Timed): Step {
    return reduceAided(model, event);
  }

  perform(deed: AidDeed): void {
    switch (deed.type) {
      case "probe-session":
        this.#finder.probe();
        return;
      case "adopt-session":
        this.#finder.adopt(() => this.#createHold());
        return;
      case "forget-session":
        this.#finder.forget();
        return;
      default: {
        const attempt = this.#context.attempt();
        if (attempt !== null) this.#performOn(attempt, deed);
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

  loadAttempts(): Promise<readonly AttemptSummary[]> {
    const { options, ports, life } = this.#context;
    const { api, embedKey, scenario, learnerToken } = options;
    const deviceId = learnerToken === null ? ports.readDeviceId() : null;
    const query = { api, embedKey, scenario, learnerToken, deviceId };
    return this.#ports.api.fetchAttempts(query, life);
  }

  #performOn(
    attempt: Attempt,
    deed: Exclude<AidDeed, { type: "probe-session" | "adopt-session" | "forget-session" }>,
  ): void {
    switch (deed.type) {
      case "guard-call":
        this.#guard(attempt);
        return;
      case "drop-line":
        attempt.line?.drop();
        return;
      case "call-again":
        this.#ladder.callAgain(attempt, deed.afterMs);
        return;
      case "let-go":
        void this.#letGo(attempt);
        return;
      case "use-tool":
        this.#tools.use(attempt, deed);
        return;
      case "choose-output":
        void this.#chooseOutput(attempt, deed.deviceId);
        return;
      case "set-volume":
        if (attempt.line !== null) attempt.line.parts.audio.volume = deed.volume;
        this.#ports.output.rememberVolume(deed.volume);
    }
  }

  #guard(attempt: Attempt): void {
    const { opened, callSignal, line } = attempt;
    if (opened === null) return;
    const { credential, heartbeatSeconds, rehearsal } = opened;
    this.#finder.keep({ credential, heartbeatSeconds, rehearsal });
    this.#holdSession(credential.sessionId, callSignal);
    this.#ports.watchNetwork(callSignal, (moment) => {
      this.#context.dispatch({ type: moment === "left" ? "network-left" : "network-returned" });
    });
    this.#ports.keepAwake(callSignal);
    if (line !== null) this.#ports.keepPlaying(line.parts.audio, callSignal);
    watchLine(this.#context, this.#ports, attempt);
    if (this.#context.options.input !== "text") new TrackGuard(this.#context, this.#ports, attempt);
    this.#followSound(callSignal);
  }

  #holdSession(sessionId: string, callSignal: AbortSignal): void {
    const { tabs } = this.#ports;
    if (this.#hold === null || this.#hold.signal.aborted) {
      void tabs.take(sessionId, HOLD_PATIENCE_MS, this.#createHold());
    }
    tabs.listen(sessionId, callSignal, () => {
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

  #followSound(signal: AbortSignal): void {
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

  async #chooseOutput({ line, callSignal }: Attempt, deviceId: string): Promise<void> {
    if (line === null || !(await this.#ports.output.choose(line.parts.audio, deviceId))) return;
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
    await attempt.grant?.courier.finish(limit.signal);
    limit.abort();
    hold?.abort();
    this.#finder.probe();
  }
}
