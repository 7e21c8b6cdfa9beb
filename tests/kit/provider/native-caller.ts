import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createOpusCodec } from "../../../demo/stand-in/media/opus.ts";
import { FRAME_SAMPLES } from "../../../demo/stand-in/media/playout.ts";
import { buildRtp } from "../../../demo/stand-in/media/rtp.ts";
import { dial, type Line, SOUND_PAYLOAD, SOUND_SOURCE } from "../../../supabase/cli/deploy/dial.ts";

const FRAME_MS = 20;
const WAIT_MS = 20_000;
const wireEvent = z.looseObject({ type: z.string() });

/** What a caller received on its data channel. */
export type WireEvent = z.infer<typeof wireEvent>;

/** A caller without browser: a peer that offers audio, with or without a data channel. */
export class NativeCaller {
  readonly events: WireEvent[] = [];
  readonly #line: Line;
  readonly #waiting: { type: string; resolve: (event: WireEvent) => void }[] = [];
  #sequence = 0;

  constructor({ hasChannel = true }: { hasChannel?: boolean } = {}) {
    const onMessage = (message: unknown): void => {
      if (typeof message !== "string") throw new Error("An event is sent as text.");
      this.#receive(wireEvent.parse(JSON.parse(message)));
    };
    this.#line = dial({
      name: "caller",
      bindAddress: "127.0.0.1",
      ...(hasChannel ? { onMessage } : {}),
    });
  }

  get packetsReceived(): number {
    return this.#line.packets();
  }

  /** An offer without any candidate, as browsers send it at once. */
  async createOffer(): Promise<string> {
    const offer = await this.#line.createOffer();
    return offer.replace(/^a=(?:candidate:|end-of-candidates).*\r\n/gm, "");
  }

  async connect(answer: string): Promise<void> {
    this.#line.join(answer);
    await this.#line.connected;
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
    this.#line.send(event);
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
        payloadType: SOUND_PAYLOAD,
        sequence: this.#sequence,
        timestamp: this.#sequence * FRAME_SAMPLES,
        source: SOUND_SOURCE,
        isMarked: index === 0,
      };
      this.#line.sendSound(buildRtp(header, codec.encode(frame)));
      const dueMs = startMs + (index + 1) * FRAME_MS;
      await sleep(Math.max(0, dueMs - performance.now()));
    }
    codec.free();
  }

  close(): void {
    this.#line.close();
  }

  #receive(event: WireEvent): void {
    this.events.push(event);
    for (const waiting of this.#waiting) if (waiting.type === event.type) waiting.resolve(event);
  }
}
