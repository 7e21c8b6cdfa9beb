import type { OpusPacket } from "./rtc-peer.ts";

const HEADER_BYTES = 12;
const VERSION = 2;

/** Reads an RTP packet of one payload type; null for any other packet. */
export function parseRtp(packet: Buffer, payloadType: number): OpusPacket | null {
  if (packet.length < HEADER_BYTES) return null;
  const flags = packet.readUInt8(0);
  if (flags >> 6 !== VERSION || (packet.readUInt8(1) & 0x7f) !== payloadType) return null;
  let start = HEADER_BYTES + (flags & 0x0f) * 4;
  if ((flags & 0x10) !== 0) {
    if (packet.length < start + 4) return null;
    start += 4 + packet.readUInt16BE(start + 2) * 4;
  }
  const padding = (flags & 0x20) === 0 ? 0 : packet.readUInt8(packet.length - 1);
  const end = packet.length - padding;
  if (end <= start) return null;
  return { payload: packet.subarray(start, end), sequence: packet.readUInt16BE(2) };
}

/** Writes an RTP packet. */
export function buildRtp(
  header: {
    payloadType: number;
    sequence: number;
    timestamp: number;
    source: number;
    isMarked: boolean;
  },
  payload: Uint8Array,
): Buffer {
  const packet = Buffer.alloc(HEADER_BYTES + payload.length);
  packet.writeUInt8(VERSION << 6, 0);
  packet.writeUInt8((header.isMarked ? 0x80 : 0) | header.payloadType, 1);
  packet.writeUInt16BE(header.sequence & 0xffff, 2);
  packet.writeUInt32BE(header.timestamp >>> 0, 4);
  packet.writeUInt32BE(header.source >>> 0, 8);
  packet.set(payload, HEADER_BYTES);
  return packet;
}
