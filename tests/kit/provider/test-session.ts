import { createFaults, type Faults } from "../../../demo/stand-in/faults/faults.ts";
import type { Ear } from "../../../demo/stand-in/hearing/ear.ts";
import { FRAME_SAMPLES } from "../../../demo/stand-in/media/playout.ts";
import { CallSession } from "../../../demo/stand-in/realtime/call-session.ts";
import { createSessionSettings } from "../../../demo/stand-in/realtime/session-settings.ts";
import type { SentServerEvent } from "../../../demo/stand-in/realtime/wire.ts";
import type { Scene, SceneReply, SceneTurn } from "../../../demo/stand-in/scene/scene.ts";
import { checkEvents } from "./check-events.ts";
import { FakeClock } from "./fake-clock.ts";

const FRAME_MS = 20;
const SAMPLES_PER_CHARACTER = 48 * 50;
const LOUD = new Int16Array(FRAME_SAMPLES).fill(8000);
const QUIET = new Int16Array(FRAME_SAMPLES);

/** What a test session is like; every part has a harmless default. */
export interface TestSessionOptions {
  readonly session?: Record<string, unknown>;
  readonly faults?: Partial<Faults>;
  /** What the scene answers, in order; the last is repeated. */
  readonly replies?: readonly SceneReply[];
  /** The customer, where the replies are not to be canned. */
  readonly scene?: Scene;
  /** False for a call whose media never comes up. */
  readonly isLive?: boolean;
  /** What the matcher recognises in speech; null for nothing. */
  readonly heard?: string | null;
  /** What understands the rest; default nothing. */
  readonly ear?: Ear;
}

/** A session on a fake clock, with a voice of 50 ms a character and a matcher that hears what it is told. */
export class TestSession {
  readonly clock = new FakeClock();
  readonly session: CallSession;
  readonly events: SentServerEvent[] = [];
  /** What each request to the scene showed of the talk. */
  readonly scenesTurns: (readonly SceneTurn[])[] = [];
  heard: string | null;
  isExpired = false;
  #tone: string | null = null;
  #framesPlayed = 0;

  constructor(options: TestSessionOptions = {}) {
    this.heard = options.heard ?? null;
    const faults = { ...createFaults(), ...options.faults };
    const settings = createSessionSettings(
      { type: "realtime", ...options.session },
      { id: "sess_u0_test", expiresAt: 3600 },
    );
    this.session = new CallSession(
      {
        clock: this.clock,
        voice: {
          render: (text) => Promise.resolve(new Int16Array(text.length * SAMPLES_PER_CHARACTER)),
        },
        matcher: {
          match: () => Promise.resolve(this.heard),
          prepare: () => undefined,
          findReady: (sentences) => sentences,
        },
        ear: options.ear ?? null,
        createScene: () =>
          options.scene ?? this.#createScene(options.replies ?? [say("Good morning to you.")]),
      },
      {
        settings,
        faults,
        toneReader: { push: () => this.#takeTone(), free: () => undefined },
        onExpired: () => {
          this.isExpired = true;
        },
      },
    );
    this.session.openChannel((event) => {
      this.events.push(event);
    });
    if (options.isLive !== false) this.session.playout.goLive();
  }

  /** Event types in order; runs of the same delta are one entry. */
  get types(): string[] {
    return this.events
      .map(({ type }) => type)
      .filter((type, index, types) => !type.endsWith(".delta") || types[index - 1] !== type);
  }

  get framesPlayed(): number {
    return this.#framesPlayed;
  }

  /** Forgets the events so far, so that a test looks at what comes next. */
  forget(): void {
    this.events.length = 0;
  }

  /** The events of one type. */
  all<Type extends SentServerEvent["type"]>(
    type: Type,
  ): Extract<SentServerEvent, { type: Type }>[] {
    return this.events.filter(
      (event): event is Extract<SentServerEvent, { type: Type }> => event.type === type,
    );
  }

  /** The one event of a type; fails where there are more or none. */
  one<Type extends SentServerEvent["type"]>(type: Type): Extract<SentServerEvent, { type: Type }> {
    const [event, ...others] = this.all(type);
    if (!event || others.length > 0)
      throw new Error(`Expected one ${type} in: ${this.types.join(" ")}`);
    return event;
  }

  send(event: Record<string, unknown>): void {
    this.session.receive(JSON.stringify(event));
  }

  /** Lets time pass while media flows both ways. */
  async run(durationMs: number, frame: Int16Array = QUIET): Promise<void> {
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs += FRAME_MS) {
      this.session.learner.hear(frame);
      if (this.session.playout.takeFrame()) this.#framesPlayed += 1;
      await this.clock.advance(FRAME_MS);
    }
  }

  /** The learner speaks and falls silent long enough for the turn to end. */
  async speak(durationMs = 1000, tone: string | null = null): Promise<void> {
    await this.run(durationMs, LOUD);
    this.#tone = tone;
    await this.run(600);
  }

  /** The learner begins to speak and goes on. */
  async beginToSpeak(durationMs = 200): Promise<void> {
    await this.run(durationMs, LOUD);
  }

  /** Checks every event of the test against the SDK's types and the recorded order. */
  check(): void {
    checkEvents(this.events);
  }

  #takeTone(): string | null {
    const tone = this.#tone;
    this.#tone = null;
    return tone;
  }

  #createScene(replies: readonly SceneReply[]): Scene {
    let asked = 0;
    return {
      language: "en",
      expectedSentences: () => ["How much is it?"],
      reply: (turns) => {
        this.scenesTurns.push(turns);
        const reply = replies[Math.min(asked, replies.length - 1)];
        asked += 1;
        if (!reply) throw new Error("A test scene needs a reply.");
        return reply;
      },
    };
  }
}

/** A reply of speech alone. */
export function say(speech: string): SceneReply {
  return { speech, functionCalls: [] };
}
