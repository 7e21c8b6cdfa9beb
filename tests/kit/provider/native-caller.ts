import { setTimeout as sleep } from "node:timers/promises";
import { Audio, PeerConnection, type DataChannel, type Track } from "node-datachannel";
import { z } from "zod";
import { createOpusCodec } from "../../../demo/stand-in/media/opus.ts";
import { FRAME_SAMPLES } from "../../../demo/stand-in/media/playout.ts";
import { buildRtp, parseRtp } from "../../../demo/stand-in/media/rtp.ts";

const PAYLOAD_TYPE = 111;
const FRAME_MS = 20;
const WAIT_MS = 20_000;
const wireEvent = z.looseObject({ type: z.string() });

/** What a caller received on its data channel. */
export type WireEvent = z.infer<typeof wireEvent>;

/** A caller without browser: a peer that offers audio, with or without a data channel. */
export class NativeCaller {
  readonly events: WireEvent[] = [];
  readonly #peer: PeerConnection;
  readonly #track: Track;
  readonly #channel: DataChannel | null;
  readonly #waiting: { type: string; resolve: (event: WireEvent) => void }[] = [];
  #connected: Promise<void>;
  #packets = 0;
  #sequence = 0;

  constructor({ hasChannel = true }: { hasChannel?: boolean } = {}) {
    this.#peer = new PeerConnection("caller", {
      iceServers: [],
      bindAddress: "127.0.0.1",
      disableAutoNegotiation: true,
    });
    const audio = new Audio("0", "SendRecv");
    audio.addOpusCodec(PAYLOAD_TYPE);
    audio.addSSRC(4711, "caller", "caller", "microphone");
    this.#track = this.#peer.addTrack(audio);
    this.#track.onMessage((packet) => {
      if (parseRtp(packet, PAYLOAD_TYPE)) this.#packets += 1;
    });
    this.#channel = hasChannel ? this.#peer.createDataChannel("oai-events") : null;
    this.#channel?.onMessage((message) => {
      if (typeof message !== "string") throw new Error("An event is sent as text.");
      this.#receive(wireEvent.parse(JSON.parse(message)));
    });
    this.#connected = new Promise((resolve) => {
      this.#peer.onStateChange((state) => {
        if (state === "connected") resolve();
      });
    });
  }

  get packetsReceived(): number {
    return this.#packets;
  }

  /** An offer without any candidate, as browsers send it at once. */
  async createOffer(): Promise<string> {
    const gathered = new Promise<void>((resolve) => {
      this.#peer.onGatheringStateChange((state) => {
        if (state === "complete") resolve();
      });
    });
    this.#peer.setLocalDescription("offer");
    await gathered;
    const description = this.#peer.localDescription();
    if (!description) throw new Error("The caller made no offer.");
    return description.sdp.replace(/^a=(?:candidate:|end-of-candidates).*\r\n/gm, "");
  }

  async connect(answer: string): Promise<void> {
    this.#peer.setRemoteDescription(answer, "answer");
    await this.#connected;
  }

  /** Resolves with the first event of a type, one that came already included. */
  waitFor(type: string): Promise<WireEvent> {
    const known = this.events.find((event) => event.type === type);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = this.events.map((event) => event.type).join(" ");
        reject(new Error(`No ${type} came within ${WAIT_MS} ms, only: ${seen}`));
      }, WAIT_MS);
      this.#waiting.push({
        type,
        resolve: (event) => {
          clearTimeout(timer);
          resolve(event);
        },
      });
    });
  }

  send(event: Record<string, unknown>): void {
    this.#channel?.sendMessage(JSON.stringify(event));
  }

  /** Sends sound in real time. */
  async speak(samples: Int16Array): Promise<void> {
    const codec = await createOpusCodec();
    const startMs = performance.now();
    for (let index = 0; index * FRAME_SAMPLES < samples.length; index++) {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES));
      this.#sequence += 1;
      const header = {
        payloadType: PAYLOAD_TYPE,
        sequence: this.#sequence,
        timestamp: this.#sequence * FRAME_SAMPLES,
        source: 4711,
        isMarked: index === 0,
      };
      this.#track.sendMessageBinary(buildRtp(header, codec.encode(frame)));
      const dueMs = startMs + (index + 1) * FRAME_MS;
      await sleep(Math.max(0, dueMs - performance.now()));
    }
    codec.free();
  }

  close(): void {
    this.#peer.close();
  }

  #receive(event: WireEvent): void {
    this.events.push(event);
    for (const waiting of this.#waiting) if (waiting.type === event.type) waiting.resolve(event);
  }
}
