import type { Cancel, Clock } from "./clock.ts";
import { EndedCall, type CallRecord, type CallSummary } from "./ended-call.ts";
import type { Faults } from "./faults/faults.ts";
import { relayAnswer, type UdpRelay } from "./faults/udp-relay.ts";
import type { ToneReader } from "./hearing/recogniser.ts";
import { CallMedia } from "./media/call-media.ts";
import type { OpusCodec } from "./media/opus.ts";
import type { CreatePeer } from "./media/rtc-peer.ts";
import { CallSession, type SessionTools } from "./realtime/call-session.ts";
import type { SessionSettings } from "./realtime/session-settings.ts";
import type { SentServerEvent } from "./realtime/wire.ts";

/** What a call is opened with. */
export interface CallRequest {
  readonly callId: string;
  readonly offer: string;
  readonly settings: SessionSettings;
  readonly faults: Faults;
  /** True where an ephemeral key opened the call. */
  readonly isEphemeral: boolean;
}

/** Where calls get their customers from. */
export interface CallScenes extends Pick<SessionTools, "createScene"> {
  /** Sees to it that scenarios which have changed are played as they are now; asked before each call. */
  refreshScenes(): Promise<void>;
}

/** What all calls of a stand-in share. */
export interface CallTools extends SessionTools, CallScenes {
  readonly host: string;
  readonly createPeer: CreatePeer;
  readonly createCodec: () => Promise<OpusCodec>;
  readonly createToneReader: () => Promise<ToneReader>;
}

const ENDED_CALLS_KEPT = 50;
const EVENTS_KEPT = 2000;

/** One call: its session, its media and its sidebands, from the answer to the hang-up. */
export class Call implements CallRecord {
  readonly id: string;
  readonly isEphemeral: boolean;
  readonly session: CallSession;
  readonly events: SentServerEvent[] = [];
  /** How to close each sideband. */
  readonly sidebands = new Set<(code: number) => void>();
  readonly #clock: Clock;
  readonly #openedAtMs: number;
  readonly #media: CallMedia;
  readonly #onEnded: () => void;
  #relays: UdpRelay[] = [];
  #endedAtMs: number | null = null;
  #sidebandRefusals: number;

  private constructor(
    request: CallRequest,
    parts: { session: CallSession; media: CallMedia; clock: Clock },
    onEnded: () => void,
  ) {
    this.id = request.callId;
    this.isEphemeral = request.isEphemeral;
    this.session = parts.session;
    this.#media = parts.media;
    this.#clock = parts.clock;
    this.#onEnded = onEnded;
    this.#openedAtMs = parts.clock.now();
    this.#sidebandRefusals = request.faults.sidebandRefusals;
    this.session.attachSideband((event) => {
      this.events.push(event);
      if (this.events.length > EVENTS_KEPT) this.events.shift();
    });
  }

  /** Opens a call and its media; `answer` belongs into the response. */
  static async open(
    tools: CallTools,
    request: CallRequest,
    onEnded: (call: Call) => void,
  ): Promise<{ call: Call; answer: string }> {
    await tools.refreshScenes();
    const [codec, toneReader] = await Promise.all([tools.createCodec(), tools.createToneReader()]);
    const call = Call.#assemble(tools, request, { codec, toneReader, onEnded });
    try {
      return { call, answer: await call.#answer(request, tools.host) };
    } catch (error) {
      call.end();
      throw error;
    }
  }

  /** Joins a session and its media; what they work with is theirs from then on, to be freed at the call's end. */
  static #assemble(
    tools: CallTools,
    request: CallRequest,
    parts: { codec: OpusCodec; toneReader: ToneReader; onEnded: (call: Call) => void },
  ): Call {
    const session: CallSession = new CallSession(tools, {
      settings: request.settings,
      faults: request.faults,
      toneReader: parts.toneReader,
      onExpired: () => {
        call.end(1001);
      },
    });
    const media: CallMedia = new CallMedia(
      { clock: tools.clock, codec: parts.codec, createPeer: tools.createPeer },
      {
        takeFrame: () => session.playout.takeFrame(),
        hear: (frame) => {
          session.learner.hear(frame);
        },
        connected: () => {
          session.playout.goLive();
        },
        ended: () => {
          call.end();
        },
        channelOpened: () => {
          session.openChannel((event) => {
            media.sendText(JSON.stringify(event));
          });
        },
        channelMessage: (text) => {
          session.receive(text);
        },
        isAudioKilled: () => session.faults.killAudio,
      },
    );
    const call: Call = new Call(request, { session, media, clock: tools.clock }, () => {
      parts.onEnded(call);
    });
    return call;
  }

  get isOver(): boolean {
    return this.#endedAtMs !== null;
  }

  /** Changes the faults of the running call, its network included. */
  set faults(faults: Faults) {
    this.session.faults = faults;
    if (faults.network) for (const relay of this.#relays) relay.fault = faults.network;
  }

  get faults(): Faults {
    return this.session.faults;
  }

  /** True where a sideband may attach now; each refusal that a fault ordered counts down. */
  admitsSideband(): boolean {
    if (this.isOver || (this.isEphemeral && !this.faults.sidebandForEphemeralCalls)) return false;
    if (this.#sidebandRefusals === 0) return true;
    this.#sidebandRefusals -= 1;
    return false;
  }

  /** Registers how to close a sideband; the function returned forgets it. */
  addSideband(close: (code: number) => void): () => void {
    this.sidebands.add(close);
    return () => {
      this.sidebands.delete(close);
    };
  }

  /** Ends the call once; sidebands are closed with `closeCode`. */
  end(closeCode = 1000): void {
    if (this.#endedAtMs !== null) return;
    this.#endedAtMs = this.#clock.now();
    this.session.close();
    this.#media.close();
    for (const close of this.sidebands) close(closeCode);
    for (const relay of this.#relays) relay.close();
    this.#onEnded();
  }

  summarise(): CallSummary {
    const untilMs = this.#endedAtMs ?? this.#clock.now();
    return {
      id: this.id,
      state: this.isOver ? "ended" : this.#media.state,
      seconds: Math.round(untilMs - this.#openedAtMs) / 1000,
      model: this.session.settings.model,
      sidebands: this.sidebands.size,
      packets: this.#media.counts,
      events: this.events.length,
    };
  }

  async #answer(request: CallRequest, host: string): Promise<string> {
    const answer = await this.#media.answer(request.offer);
    if (!request.faults.network) return answer;
    const relayed = await relayAnswer(answer, host, request.faults.network);
    this.#relays = relayed.relays;
    return relayed.answer;
  }
}

/** The calls of a stand-in: the live ones, and what is left of the last that are over. */
export class CallRegistry {
  readonly #tools: CallTools;
  readonly #live = new Map<string, Call>();
  #ended: EndedCall[] = [];

  constructor(tools: CallTools) {
    this.#tools = tools;
  }

  async open(request: CallRequest): Promise<string> {
    let cancelDrop: Cancel = () => undefined;
    const { call, answer } = await Call.open(this.#tools, request, (ended) => {
      cancelDrop();
      this.#live.delete(ended.id);
      this.#ended = [...this.#ended, new EndedCall(ended)].slice(-ENDED_CALLS_KEPT);
    });
    if (call.isOver) throw new Error("The call ended while it was answered.");
    this.#live.set(call.id, call);
    const { dropAfterMs } = request.faults;
    if (dropAfterMs !== null)
      cancelDrop = this.#tools.clock.after(dropAfterMs, () => {
        call.end();
      });
    return answer;
  }

  /** A live call; undefined once it is over. */
  find(callId: string): Call | undefined {
    return this.#live.get(callId);
  }

  /** A call that is live or ended not long ago. */
  findAny(callId: string): CallRecord | undefined {
    return this.find(callId) ?? this.#ended.find(({ id }) => id === callId);
  }

  list(): CallRecord[] {
    return [...this.#ended, ...this.#live.values()];
  }

  endAll(): void {
    for (const call of [...this.#live.values()]) call.end();
  }
}
