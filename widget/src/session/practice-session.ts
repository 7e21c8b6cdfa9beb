import type { Practice, PracticeNotice, PracticeOptions, VoiceLevels } from "../domain/practice.ts";
import { reduceSession } from "../domain/reduce-session.ts";
import type { SessionEffect } from "../domain/session-effect.ts";
import type { SessionEvent } from "../domain/session-event.ts";
import { createSessionModel, type SessionModel } from "../domain/session-model.ts";
import type { Phase, SessionState } from "../domain/session-state.ts";
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
export class PracticeSession implements Practice {
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
  #isDispatching = false;

  constructor(options: PracticeOptions, ports: PracticePorts) {
    this.#options = options;
    this.#ports = ports;
    this.#model = createSessionModel(options);
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

  consent(): void {
    this.#dispatch({ type: "consent-given" });
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

  retry(): void {
    this.#dispatch({ type: "retry-requested" });
  }

  dispose(): void {
    this.#dispatch({ type: "page-left" });
    this.#life.abort();
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
    if (effect.type === "open-microphone") {
      this.#attempt = this.#createAttempt();
      this.#attempt.openMicrophone();
    } else if (this.#attempt !== null) {
      performOn(this.#attempt, effect);
    }
  }

  /** An attempt hears of nothing once a newer one took its place. */
  #createAttempt(): Attempt {
    const attempt: Attempt = new Attempt({
      options: this.#options,
      ports: this.#ports,
      previous: this.#attempt?.farewell ?? Promise.resolve(),
      dispatch: (event) => {
        if (this.#attempt === attempt) this.#dispatch(event);
      },
    });
    return attempt;
  }
}

function performOn(attempt: Attempt, effect: Exclude<Deed, { type: "open-microphone" }>): void {
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
    case "set-microphone":
      attempt.setMicrophoneOpen(effect.open);
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
