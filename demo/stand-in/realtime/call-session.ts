import type { Cancel, Clock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Ear } from "../hearing/ear.ts";
import type { SentenceMatcher, ToneReader } from "../hearing/recogniser.ts";
import { Playout } from "../media/playout.ts";
import type { Scene } from "../scene/scene.ts";
import type { Voice } from "../voice/voice.ts";
import { performClientEvent } from "./client-commands.ts";
import { parseClientEvent, readEventId } from "./client-events.ts";
import { Conversation } from "./conversation.ts";
import { RequestError } from "./errors.ts";
import { EventStream, type EventListener } from "./event-stream.ts";
import { createId } from "./ids.ts";
import { LearnerTurns } from "./learner-turns.ts";
import { ResponseQueue } from "./response-queue.ts";
import { updateSessionSettings, type SessionSettings } from "./session-settings.ts";
import type { ServerEvent } from "./wire.ts";

/** What every session of a stand-in shares. */
export interface SessionTools {
  readonly clock: Clock;
  readonly voice: Voice;
  readonly matcher: SentenceMatcher;
  readonly ear: Ear | null;
  /** Builds the customer of a call from its instructions. */
  createScene(instructions: string): Scene;
}

/** What is particular to one session. */
export interface SessionOptions {
  readonly settings: SessionSettings;
  readonly faults: Faults;
  readonly toneReader: ToneReader;
  /** The session is over for a reason of its own: it has expired. */
  readonly onExpired: () => void;
}

/** One realtime session: its settings, its talk, and everyone who listens to it. It knows nothing of transport. */
export class CallSession {
  readonly conversation = new Conversation();
  readonly playout: Playout;
  readonly responses: ResponseQueue;
  readonly learner: LearnerTurns;
  readonly #tools: SessionTools;
  readonly #events = new EventStream();
  readonly #cancelExpiry: Cancel;
  #settings: SessionSettings;
  #faults: Faults;
  #scene: Scene;
  #hasSpoken = false;
  #isClosed = false;

  constructor(tools: SessionTools, options: SessionOptions) {
    this.#tools = tools;
    this.#settings = options.settings;
    this.#faults = options.faults;
    this.#events.isReordering = options.faults.reorderEvents;
    this.#scene = tools.createScene(options.settings.instructions);
    const { clock, voice, matcher, ear } = tools;
    const { conversation } = this;
    const emit = (event: ServerEvent) => {
      this.emit(event);
    };
    this.playout = new Playout({
      started: (responseId) => {
        this.#hasSpoken = true;
        emit({ type: "output_audio_buffer.started", response_id: responseId });
      },
      stopped: (responseId) => {
        emit({ type: "output_audio_buffer.stopped", response_id: responseId });
        this.#awaitLearner();
      },
    });
    const conversationId = createId("conv");
    const responseTools = {
      clock,
      conversation,
      conversationId,
      playout: this.playout,
      voice,
      emit,
    };
    this.responses = new ResponseQueue(responseTools, this);
    this.learner = new LearnerTurns({
      clock,
      conversation,
      matcher,
      ear,
      emit,
      responses: this.responses,
      toneReader: options.toneReader,
      read: () => this,
    });
    this.#cancelExpiry = clock.after(options.faults.sessionSeconds * 1000, () => {
      this.#expire(options.onExpired);
    });
    this.#prepareMatcher();
    if (ear?.understands(this.#scene.language) === true) ear.wake();
  }

  get settings(): SessionSettings {
    return this.#settings;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** Changes the faults of the running session. */
  set faults(faults: Faults) {
    this.#faults = faults;
    this.#events.isReordering = faults.reorderEvents;
  }

  emit(event: ServerEvent): void {
    if (this.#isClosed) return;
    for (const each of nameArrival(event, this.#faults.itemArrival)) this.#events.emit(each);
  }

  /** Adds the data channel, which is greeted with `session.created` before anything else. */
  openChannel(listener: EventListener): Cancel {
    return this.#events.subscribe(listener, { type: "session.created", session: this.#settings });
  }

  /** Adds a sideband, which is not greeted. */
  attachSideband(listener: EventListener): Cancel {
    return this.#events.subscribe(listener);
  }

  /** Takes one client event; what is wrong with it is answered by an `error` event, never thrown. */
  receive(text: string): void {
    this.attempt(readEventId(text), () => {
      performClientEvent(this, parseClientEvent(text));
    });
  }

  /** Runs what a client event asked for; a refusal becomes an `error` event that names the event. */
  attempt(eventId: string | null, action: () => void): void {
    if (this.#isClosed) return;
    try {
      action();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.emit({
        type: "error",
        error: {
          type: "invalid_request_error",
          code: error.code,
          message: error.message,
          param: error.param,
          event_id: eventId,
        },
      });
    }
  }

  /** Applies a `session.update` as a whole or not at all. */
  update(session: unknown): void {
    const before = this.#settings;
    this.#settings = updateSessionSettings(before, session, this.#hasSpoken);
    if (before.instructions !== this.#settings.instructions) {
      this.#scene = this.#tools.createScene(this.#settings.instructions);
      this.#prepareMatcher();
    }
    this.emit({ type: "session.updated", session: this.#settings });
  }

  takeNextResponseFault(): Faults["nextResponse"] {
    const { nextResponse, nextResponseLasts } = this.#faults;
    if (!nextResponseLasts) this.#faults = { ...this.#faults, nextResponse: "normal" };
    return nextResponse;
  }

  responseEnded(): void {
    this.#prepareMatcher();
    this.#awaitLearner();
  }

  /** Ends the session; nothing is emitted after it. */
  close(): void {
    if (this.#isClosed) return;
    this.#events.flush();
    this.#isClosed = true;
    this.#cancelExpiry();
    this.responses.close();
    this.learner.close();
  }

  #awaitLearner(): void {
    if (!this.#isClosed && !this.playout.isPlaying && this.responses.active === null)
      this.learner.awaitLearner();
  }

  #prepareMatcher(): void {
    if (!this.#isClosed)
      this.#tools.matcher.prepare(this.#scene.expectedSentences(), this.#scene.language);
  }

  #expire(onExpired: () => void): void {
    this.emit({
      type: "error",
      error: {
        type: "invalid_request_error",
        code: "session_expired",
        message: "Your session hit the maximum duration of 60 minutes.",
        param: null,
        event_id: null,
      },
    });
    onExpired();
  }
}

function nameArrival(event: ServerEvent, name: Faults["itemArrival"]): readonly ServerEvent[] {
  if (event.type !== "conversation.item.added" || name === "added") return [event];
  const created = { ...event, type: "conversation.item.created" } as const;
  return name === "both" ? [created, event] : [created];
}
