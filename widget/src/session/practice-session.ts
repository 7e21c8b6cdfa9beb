import type { AttemptSummary } from "#contract/learner-record.ts";
import { CoachError } from "../domain/coach-error.ts";
import type { Practice, PracticeNotice, PracticeOptions, VoiceLevels } from "../domain/practice.ts";
import { reduceSession } from "../domain/reduce-session.ts";
import type { SessionEffect } from "../domain/session-effect.ts";
import type { SessionEvent } from "../domain/session-event.ts";
import { createSessionModel, type SessionModel } from "../domain/session-model.ts";
import { isHolding, type Phase, type SessionState } from "../domain/session-state.ts";
import type { LineHolder } from "../ports/page-line.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import { Attempt } from "./attempt.ts";
import { resendLeftovers } from "./resend-leftovers.ts";

type Listener = (state: SessionState, notices: readonly PracticeNotice[]) => void;

/** Phases in which nothing of an attempt is under way. */
const RESTING: readonly Phase[] = [
  "brief",
  "consent",
  "report-ready",
  "not-scored",
  "report-failed",
  "failed",
];

/** An effect that is done on the outside world, not told to the page. */
type Deed = Exclude<SessionEffect, { type: "notify" }>;

/** A practice: what the reducer decides, done on the ports. */
export class PracticeSession implements Practice, LineHolder {
  readonly levels: VoiceLevels = {
    learner: () => this.#attempt?.learnerLevel() ?? 0,
    persona: () => this.#attempt?.personaLevel() ?? 0,
  };
  readonly #options: PracticeOptions;
  readonly #ports: PracticePorts;
  readonly #life = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #waiting: SessionEvent[] = [];
  #model: SessionModel;
  #attempt: Attempt | null = null;
  /** The end of the call that this one took the line from. */
  #predecessor: Promise<void> = Promise.resolve();
  #isDispatching = false;
  #agreed = { facts: false };

  constructor(options: PracticeOptions, ports: PracticePorts) {
    this.#options = options;
    this.#ports = ports;
    const { opens, rehearsal, input } = options;
    const checkDue = ports.microphone.recall() === null;
    this.#model = createSessionModel({ opens, rehearsal, input, checkDue });
  }

  get state(): SessionState {
    return this.#model.state;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  begin(): void {
    if (this.#life.signal.aborted) return;
    if (this.state.phase === "brief") void resendLeftovers(this.#ports, this.#life.signal);
    this.#dispatch({ type: "practice-begun" });
  }

  consent(check = this.state.checkDue, agreed = { facts: false }): void {
    this.#agreed = agreed;
    const { holder } = this.#ports.line;
    if (holder !== null && holder !== this && this.state.phase === "consent") {
      if (!this.state.otherCall) {
        this.#dispatch({ type: "other-call-found" });
        return;
      }
      this.#predecessor = holder.yieldLine();
    }
    this.#dispatch({ type: "consent-given", check });
  }

  yieldLine(): Promise<void> {
    this.#dispatch({ type: "line-taken" });
    return this.#attempt?.farewell ?? Promise.resolve();
  }

  call(): void {
    this.#dispatch({ type: "call-requested" });
  }

  chooseMicrophone(deviceId: string): void {
    this.#dispatch({ type: "microphone-chosen", deviceId });
  }

  startTalking(): void {
    this.#dispatch({ type: "talk-started" });
  }

  stopTalking(): void {
    this.#dispatch({ type: "talk-stopped" });
  }

  mute(): void {
    this.#dispatch({ type: "microphone-muted" });
  }

  unmute(): void {
    this.#dispatch({ type: "microphone-unmuted" });
  }

  sendText(text: string): void {
    this.#dispatch({ type: "text-entered", text });
  }

  stop(): void {
    this.#dispatch({ type: "stop-requested" });
  }

  resume(): void {
    this.#dispatch({ type: "resume-requested" });
  }

  finish(): void {
    this.#dispatch({ type: "finish-requested" });
  }

  callAgain(): void {
    this.#dispatch({ type: "call-again-requested" });
  }

  takeOver(): void {
    this.#dispatch({ type: "take-over-requested" });
  }

  useTool(tool: string, inputs: Readonly<Record<string, string>>): void {
    this.#dispatch({ type: "tool-used", tool, inputs });
  }

  chooseOutput(deviceId: string): void {
    this.#dispatch({ type: "output-chosen", deviceId });
  }

  setVolume(volume: number): void {
    this.#dispatch({ type: "volume-chosen", volume });
  }

  rate(): Promise<void> {
    return Promise.reject(new CoachError("server_unreachable", "Ratings cannot be sent yet."));
  }

  loadAttempts(): Promise<readonly AttemptSummary[]> {
    return Promise.reject(new CoachError("server_unreachable", "Attempts cannot be read yet."));
  }

  retry(): void {
    this.#dispatch({ type: "retry-requested" });
  }

  dispose(): void {
    this.#dispatch({ type: "page-left" });
    this.#life.abort();
    this.#ports.line.release(this);
    this.#attempt?.dispose();
    this.#listeners.clear();
  }

  /** Takes events one after another, also those that an effect brings about. */
  #dispatch(event: SessionEvent): void {
    if (this.#life.signal.aborted) return;
    this.#waiting.push(event);
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#advance(next);
      }
    } finally {
      this.#isDispatching = false;
    }
  }

  #advance(event: SessionEvent): void {
    const before = this.state;
    const { model, effects } = reduceSession(this.#model, {
      ...event,
      atMs: Math.round(this.#ports.clock.now()),
    });
    this.#model = model;
    if (isHolding(model.state.phase)) this.#ports.line.hold(this);
    else this.#ports.line.release(this);
    const notices: PracticeNotice[] = [];
    for (const effect of effects) {
      if (effect.type === "notify") notices.push(effect.notice);
      else this.#perform(effect);
    }
    if (RESTING.includes(model.state.phase)) this.#attempt?.rest();
    if (model.state === before && notices.length === 0) return;
    for (const listener of [...this.#listeners]) listener(model.state, notices);
  }

  #perform(effect: Deed): void {
    if (effect.type === "begin-attempt") {
      this.#attempt = this.#createAttempt();
      this.#attempt.begin();
    } else if (effect.type === "remember-microphone") {
      this.#ports.microphone.remember(effect.deviceId);
    } else if (this.#attempt !== null) {
      performOn(this.#attempt, effect);
    }
  }

  /** An attempt hears of nothing once a newer one took its place. */
  #createAttempt(): Attempt {
    const attempt: Attempt = new Attempt({
      options: this.#options,
      agreed: this.#agreed,
      ports: this.#ports,
      previous: Promise.all([this.#predecessor, this.#attempt?.farewell]),
      dispatch: (event) => {
        if (this.#attempt === attempt) this.#dispatch(event);
      },
    });
    return attempt;
  }
}

type AttemptDeed = Exclude<Deed, { type: "begin-attempt" | "remember-microphone" }>;

function performOn(attempt: Attempt, effect: AttemptDeed): void {
  switch (effect.type) {
    case "prepare-call":
      attempt.prepareCall();
      return;
    case "open-microphone":
      attempt.openMicrophone();
      return;
    case "replace-microphone":
      attempt.replaceMicrophone(effect.deviceId);
      return;
    case "set-microphone":
      attempt.setMicrophoneOpen(effect.open);
      return;
    default:
      performOnCall(attempt, effect);
  }
}

function performOnCall(
  attempt: Attempt,
  effect: Exclude<AttemptDeed, { type: "prepare-call" | `${string}-microphone` }>,
): void {
  switch (effect.type) {
    case "open-call":
      attempt.openCall();
      return;
    case "connect-call":
      attempt.connectCall();
      return;
    case "close-call":
      attempt.closeCall();
      return;
    case "abandon-session":
      attempt.abandon(effect.reason);
      return;
    case "send-intent":
      attempt.send(effect.intent);
      return;
    case "store-turn":
      attempt.store(effect.turn);
      return;
    case "end-session":
      attempt.end(effect.reason);
      return;
    case "flush-session":
      attempt.flush(effect.reason);
      return;
    case "fetch-report":
      attempt.fetchReport(effect.afterSeconds);
      return;
  }
}
