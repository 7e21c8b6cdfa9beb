import { createOpusCodec } from "../../../demo/stand-in/media/opus.ts";
import { FRAME_SAMPLES } from "../../../demo/stand-in/media/playout.ts";

/** What arrives at the other end of a call, frame by frame: encoded, sent, decoded. */
export async function transmit(samples: Int16Array): Promise<Int16Array<ArrayBuffer>[]> {
  const codec = await createOpusCodec();
  const frames = Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, index) => {
    const frame = samples.slice(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES);
    const heard = codec.decode({ type: "packet", payload: codec.encode(frame).slice() });
    return Int16Array.from(heard ?? new Int16Array(FRAME_SAMPLES));
  });
  codec.free();
  return frames;
}

/** Frames in a row. */
export function joinFrames(frames: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const joined = new Int16Array(frames.reduce((length, frame) => length + frame.length, 0));
  let offset = 0;
  for (const frame of frames) {
    joined.set(frame, offset);
    offset += frame.length;
  }
  return joined;
}
