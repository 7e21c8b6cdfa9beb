import type { Cancel, Clock } from "../clock.ts";
import type { OpusCodec } from "./opus.ts";
import { FRAME_SAMPLES, SAMPLES_PER_SECOND } from "./playout.ts";
import { ReorderBuffer } from "./reorder-buffer.ts";
import type { CreatePeer, PeerState, RtcPeer } from "./rtc-peer.ts";

/** Where a call's media comes from and goes to. */
export interface MediaPorts {
  /** The next 20 ms to send, or null for silence. */
  takeFrame(): Int16Array | null;
  /** 20 ms that arrived, in order, losses concealed. */
  hear(frame: Int16Array): void;
  connected(): void;
  /** The connection is gone for good. */
  ended(): void;
  channelOpened(): void;
  channelMessage(text: string): void;
  /** True where a fault forbids to send audio. */
  isAudioKilled(): boolean;
}

/** Packets so far. */
export interface MediaCounts {
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly packetsLate: number;
  readonly packetsConcealed: number;
}

const FRAME_MS = (FRAME_SAMPLES / SAMPLES_PER_SECOND) * 1000;
const TICK_MS = 10;
/** Behind by more than this, the pacer skips instead of sending a burst. */
const LONGEST_BACKLOG_FRAMES = 25;
/** So many frames due at once mean that this process was held up, and packets may still wait to be read. */
const HELD_UP_FRAMES = 4;
/** A sender that is silent for this long has stopped sending: the detector then hears silence. */
const QUIET_AFTER_MS = 400;

/** The media of one call: paced frames out, ordered frames in, and the data channel. */
export class CallMedia {
  readonly #clock: Clock;
  readonly #ports: MediaPorts;
  readonly #codec: OpusCodec;
  readonly #peer: RtcPeer;
  readonly #incoming = new ReorderBuffer();
  readonly #counts = { packetsReceived: 0, packetsSent: 0, packetsConcealed: 0 };
  #state: PeerState = "connecting";
  #stopPacing: Cancel = () => undefined;
  #lastPacketAtMs = 0;
  #wasSpeaking = false;
  #isClosed = false;

  constructor(
    tools: { clock: Clock; codec: OpusCodec; createPeer: CreatePeer },
    ports: MediaPorts,
  ) {
    this.#clock = tools.clock;
    this.#codec = tools.codec;
    this.#ports = ports;
    this.#peer = tools.createPeer({
      audio: (packet) => {
        this.#receive(packet);
      },
      state: (state) => {
        this.#follow(state);
      },
      channelOpened: () => {
        ports.channelOpened();
      },
      channelMessage: (text) => {
        ports.channelMessage(text);
      },
    });
  }

  get state(): PeerState {
    return this.#state;
  }

  get counts(): MediaCounts {
    return { ...this.#counts, packetsLate: this.#incoming.lateCount };
  }

  answer(offer: string): Promise<string> {
    return this.#peer.answer(offer);
  }

  sendText(text: string): void {
    this.#peer.sendText(text);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#state = "closed";
    this.#stopPacing();
    this.#peer.close();
    this.#codec.free();
  }

  #follow(state: PeerState): void {
    if (this.#isClosed) return;
    const wasConnected = this.#state === "connected";
    this.#state = state;
    if (state === "connected" && !wasConnected) {
      this.#pace();
      this.#ports.connected();
    }
    if (state === "failed" || state === "closed") this.#ports.ended();
  }

  #receive(packet: { payload: Uint8Array; sequence: number }): void {
    if (this.#isClosed) return;
    this.#counts.packetsReceived += 1;
    this.#lastPacketAtMs = this.#clock.now();
    for (const slot of this.#incoming.push(packet)) {
      if (slot.type === "lost") this.#counts.packetsConcealed += 1;
      const frame = this.#codec.decode(slot);
      if (frame) this.#ports.hear(frame);
    }
  }

  /** Sends a frame whenever one is due by the clock, whatever the timer's drift. */
  #pace(): void {
    this.#stopPacing();
    const startMs = this.#clock.now();
    this.#lastPacketAtMs = startMs;
    let sentFrames = 0;
    this.#stopPacing = this.#clock.every(TICK_MS, () => {
      const dueFrames = Math.floor((this.#clock.now() - startMs) / FRAME_MS);
      if (dueFrames - sentFrames >= HELD_UP_FRAMES) this.#lastPacketAtMs = this.#clock.now();
      if (dueFrames - sentFrames > LONGEST_BACKLOG_FRAMES) sentFrames = dueFrames - 1;
      while (sentFrames < dueFrames && !this.#isClosed) {
        sentFrames += 1;
        this.#sendFrame(sentFrames);
      }
    });
  }

  #sendFrame(index: number): void {
    if (this.#clock.now() - this.#lastPacketAtMs > QUIET_AFTER_MS)
      this.#ports.hear(new Int16Array(FRAME_SAMPLES));
    const frame = this.#ports.takeFrame();
    if (this.#isClosed || this.#ports.isAudioKilled()) return;
    const payload = frame ? this.#codec.encode(frame) : this.#codec.silence;
    this.#peer.sendAudio(payload, index * FRAME_SAMPLES, frame !== null && !this.#wasSpeaking);
    this.#wasSpeaking = frame !== null;
    this.#counts.packetsSent += 1;
  }
}
