import { Application, createDecoder, createEncoder } from "libopus-wasm";
import { FRAME_SAMPLES, SAMPLES_PER_SECOND } from "./playout.ts";
import type { StreamSlot } from "./reorder-buffer.ts";

/** Both directions of one call's codec; to be freed. */
export interface OpusCodec {
  encode(frame: Int16Array): Uint8Array;
  /** One frame of silence, encoded once. */
  readonly silence: Uint8Array;
  /** Decodes a packet, or conceals a lost one; null where a packet is not Opus. */
  decode(slot: StreamSlot): Int16Array | null;
  free(): void;
}

const FORMAT = { sampleRate: SAMPLES_PER_SECOND, channels: 1 } as const;
const BITS_PER_SECOND = 32_000;

/** Makes the codec of one call: mono speech, with forward error correction. */
export async function createOpusCodec(): Promise<OpusCodec> {
  const decoder = await createDecoder(FORMAT);
  const encoder = await createEncoder({
    ...FORMAT,
    application: Application.Voip,
    bitrate: BITS_PER_SECOND,
    complexity: 5,
    fec: true,
    packetLossPercent: 5,
  });
  const silence = encoder.encode(new Int16Array(FRAME_SAMPLES)).slice();
  return {
    silence,
    encode: (frame) => encoder.encode(frame),
    decode(slot) {
      try {
        if (slot.type === "packet") return decoder.decode(slot.payload);
        return slot.next
          ? decoder.decode(slot.next, { decodeFec: true, frameSize: FRAME_SAMPLES })
          : decoder.decodePacketLoss(FRAME_SAMPLES);
      } catch {
        // A packet that is no Opus is one lost packet; the stream goes on.
        return null;
      }
    },
    free() {
      decoder.free();
      encoder.free();
    },
  };
}
