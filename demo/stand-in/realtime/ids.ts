import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 21;
const SHORT_ID_LENGTH = 16;

/** Prefixes of the ids that are 21 mixed-case characters long on the wire. */
export type IdPrefix = "event" | "item" | "resp" | "conv";

/** Makes an id such as `item_E6mH7Y…` in the recorded shape. */
export function createId(prefix: IdPrefix): string {
  return `${prefix}_${randomText(ID_LENGTH)}`;
}

/** Makes a function call's `call_…` id, which is shorter than the others. */
export function createFunctionCallId(): string {
  return `call_${randomText(SHORT_ID_LENGTH)}`;
}

/** Makes the event id of an `output_audio_buffer.*` event: those come from the media layer, in hex. */
export function createMediaEventId(): string {
  return `event_${randomBytes(SHORT_ID_LENGTH / 2).toString("hex")}`;
}

/** Makes the ids of one call and of its session, which share their suffix. */
export function createCallIds(): { callId: string; sessionId: string } {
  const suffix = `u0_${randomText(ID_LENGTH)}`;
  return { callId: `rtc_${suffix}`, sessionId: `sess_${suffix}` };
}

/** Makes an ephemeral key. */
export function createEphemeralKey(): string {
  return `ek_${randomBytes(16).toString("hex")}`;
}

/** Makes the filler that hides the length of a streamed delta. */
export function createObfuscation(): string {
  return randomText(4 + (randomBytes(1).readUInt8() % SHORT_ID_LENGTH));
}

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join(
    "",
  );
}
