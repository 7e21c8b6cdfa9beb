import type { ReportResponse } from "#contract/report.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ExtensionEvent } from "../domain/state/extension-event.ts";
import { CoachError } from "../domain/state/coach-error.ts";
import type {
  Agreement,
  Practice,
  PracticeNotice,
  PracticeOptions,
  VoiceLevels,
} from "../domain/state/practice.ts";
import { reduceSession } from "../domain/reduce/reduce-session.ts";
import type { SessionEffect } from "../domain/state/session-effect.ts";
import type { SessionEvent } from "../domain/state/session-event.ts";
import {
  createSessionModel,
  type SessionModel,
  transition,
  type Transition,
} from "../domain/reduce/session-model.ts";
import { isHolding, type Phase, type SessionState } from "../domain/state/session-state.ts";
import type { CallHolder } from "../ports/call-slot.ts";
import type { KeptSession } from "../ports/opened-call.ts";
import type { PracticePorts } from "../ports/practice-ports.ts";
import type { Extension, LoadExtension, Rating } from "./extension.ts";
import { Attempt } from "./attempt.ts";
import { performEffect } from "./perform-effect.ts";

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

/** Phases that want the extension: what earlier visits left is sent while the learner reads of the consent. */
const EXTENDED: readonly Phase[] = ["consent", "in-call", "interrupted"];

/** What an event does to the model of its moment. */
type Advance = (model: SessionModel, atMs: number) => Transition;

/** An effect that is done on the outside world, not told to the page. */
type OutwardEffect = Exclude<SessionEffect, { type: "notify" }>;

/** A practice: what the reducer decides, done on the ports. */
export class PracticeSession implements Practice, CallHolder {
  readonly levels: VoiceLevels = {
    learner: () => this.#attempt?.learnerLevel() ?? 0,
    persona: () => this.#attempt?.personaLevel() ?? 0,
  };
  readonly #options: PracticeOptions;
  readonly #ports: PracticePorts;
  readonly #loadExtension: LoadExtension | null;
  readonly #life = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #waiting: Advance[] = [];
  #extension: Extension | null = null;
  #arriving: Promise<Extension | null> | null = null;
  #model: SessionModel;
  #attempt: Attempt | null = null;
  /** The end of the call that this one took the call from. */
  #predecessor: Promise<void> = Promise.resolve();
  #isDispatching = false;
  #agreed: Agreement = { facts: false };

  constructor(
    options: PracticeOptions,
    ports: PracticePorts,
    loadExtension: LoadExtension | null = null,
  ) {
    this.#options = options;
    this.#loadExtension = loadExtension;
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
    const isOpen = this.#loadExtension !== null && this.#readMarker() !== null;
    this.#dispatch({ type: isOpen ? "interruption-noticed" : "practice-begun" });
  }

  consent(check = this.state.checkDue, agreed: Agreement = { facts: false }): void {
    this.#agreed = agreed;
    if (this.#isSlotTaken() && this.state.phase === "consent") {
      if (!this.state.otherCall) {
        this.#dispatch({ type: "other-call-found" });
        return;
      }
      this.#takeSlot();
    }
    this.#dispatch({ type: "consent-given", check });
  }

  yieldCall(sessionId: string | null): Promise<void> {
    if (sessionId !== (this.#attempt?.grant?.credential.sessionId ?? "")) {
      this.#dispatch({ type: "slot-taken" });
    } else if (this.state.phase === "in-call") {
      this.#request({ type: "session-taken" });
    } else {
      this.#dispatch({ type: "stop-requested" });
    }
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

  stopWaiting(): void {
    const failure = { code: "aborted", requestId: null, limit: null } as const;
    this.#dispatch({ type: "report-failed", failure });
  }

  resume(): void {
    this.#takeSlot(this.#readMarker());
    this.#request({ type: "resume-requested" });
  }

  finish(): void {
    this.#request({ type: "finish-requested" });
  }

  callAgain(): void {
    this.#request({ type: "call-again-requested" });
  }

  takeOver(): void {
    this.#takeSlot(this.#readMarker());
    this.#request({ type: "take-over-requested" });
  }

  useTool(tool: string, inputs: Readonly<Record<string, string>>): void {
    this.#request({ type: "tool-used", tool, inputs });
  }

  chooseOutput(deviceId: string): void {
    this.#request({ type: "output-chosen", deviceId });
  }

  setVolume(volume: number): void {
    this.#request({ type: "volume-chosen", volume });
  }

  async rate(rating: Rating): Promise<void> {
    await (await this.#needExtension()).rate(rating);
  }

  async loadAttempts(): Promise<readonly AttemptSummary[]> {
    return (await this.#needExtension()).loadAttempts();
  }

  async loadReport(sessionId: string): Promise<ReportResponse> {
    return (await this.#needExtension()).loadReport(sessionId);
  }

  retry(): void {
    this.#dispatch({ type: "retry-requested" });
  }

  dispose(): void {
    this.#dispatch({ type: "practice-left" });
    this.#life.abort();
    this.#ports.slot.release(this);
    this.#attempt?.dispose();
    this.#listeners.clear();
  }

  /** Takes events one after another, also those that an effect brings about. */
  #dispatch(event: SessionEvent): void {
    this.#enqueue((model, atMs) => {
      const timed = { ...event, atMs };
      return this.#extension === null
        ? reduceSession(model, timed)
        : this.#extension.reduce(model, timed);
    });
  }

  #request(event: SessionEvent | ExtensionEvent): void {
    this.#enqueue(
      (model, atMs) => this.#extension?.reduce(model, { ...event, atMs }) ?? transition(model),
    );
  }

  #enqueue(advance: Advance): void {
    if (this.#life.signal.aborted) return;
    this.#waiting.push(advance);
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

  #advance(advance: Advance): void {
    const before = this.state;
    const { model, effects } = advance(this.#model, Math.round(this.#ports.clock.now()));
    this.#model = model;
    if (isHolding(model.state.phase)) this.#ports.slot.hold(this);
    else this.#ports.slot.release(this);
    const notices: PracticeNotice[] = [];
    for (const effect of effects) {
      if (effect.type === "notify") notices.push(effect.notice);
      else this.#perform(effect);
    }
    if (RESTING.includes(model.state.phase)) this.#attempt?.rest();
    const { phase } = model.state;
    if (EXTENDED.includes(phase) && phase !== before.phase) void this.#fetchExtension();
    if (model.state === before && notices.length === 0) return;
    for (const listener of [...this.#listeners]) listener(model.state, notices);
  }

  #perform(effect: OutwardEffect): void {
    if (effect.type === "begin-attempt") {
      this.#beginAttempt(null);
    } else if (effect.type === "use-extension") {
      this.#extension?.perform(effect.effect);
    } else if (effect.type === "remember-microphone") {
      this.#ports.microphone.remember(effect.deviceId);
    } else if (this.#attempt !== null) {
      performEffect(this.#attempt, effect);
    }
  }

  #isSlotTaken(): boolean {
    const { holder } = this.#ports.slot;
    return holder !== null && holder !== this;
  }

  #readMarker(): string | null {
    return this.#ports.readSessionMarker(this.#options.embedKey, this.#options.scenario);
  }

  /** Another practice of the page gives up its call first, or the session that goes on here. */
  #takeSlot(sessionId: string | null = null): void {
    const { holder } = this.#ports.slot;
    if (holder !== null && holder !== this) this.#predecessor = holder.yieldCall(sessionId);
  }

  async #needExtension(): Promise<Extension> {
    const extension = await this.#fetchExtension();
    if (extension !== null) return extension;
    throw new CoachError("server_unreachable", "download failed");
  }

  /** Fetches the extension once; after a failure it is asked for again when it is next needed. */
  #fetchExtension(): Promise<Extension | null> {
    if (this.#extension !== null) return Promise.resolve(this.#extension);
    if (this.#loadExtension === null) return Promise.resolve(null);
    this.#arriving ??= this.#loadExtension()
      .then(({ createExtension }) => {
        this.#extension = createExtension({
          options: this.#options,
          ports: this.#ports,
          life: this.#life.signal,
          dispatch: (event) => {
            this.#request(event);
          },
          attempt: () => this.#attempt,
          adopt: (kept) => {
            this.#beginAttempt(kept);
          },
        });
        this.#request({ type: "extension-arrived" });
        return this.#extension;
      })
      .catch(() => {
        this.#dispatch({ type: "extension-missing" });
        return null;
      })
      .finally(() => {
        this.#arriving = null;
      });
    return this.#arriving;
  }

  /** An attempt hears of nothing once a newer one took its place. */
  #beginAttempt(kept: KeptSession | null): void {
    this.#attempt?.rest();
    const attempt: Attempt = new Attempt({
      options: this.#options,
      agreed: this.#agreed,
      ports: this.#ports,
      kept,
      previous: Promise.all([this.#predecessor, this.#attempt?.farewell]),
      dispatch: (event) => {
        if (this.#attempt === attempt) this.#dispatch(event);
      },
    });
    this.#attempt = attempt;
    attempt.begin();
  }
}
