import type { ConnectionStats } from "../../ports/recovery-ports.ts";

/** Counters of one connection at one moment. */
interface Reading {
  readonly roundTripMs: number | null;
  readonly jitterMs: number;
  readonly lost: number;
  readonly received: number;
  /** What the learner's packets lost on their way, as the other side reports it; a share from 0 to 1. */
  readonly lostOutbound: number;
  /** Grows whenever anything arrives, answers of the network's own checks included. */
  readonly arrivals: number;
}

const EMPTY: Reading = {
  roundTripMs: null,
  jitterMs: 0,
  lost: 0,
  received: 0,
  lostOutbound: 0,
  arrivals: 0,
};

/** Reads `getStats` of one connection after another. */
export function createConnectionStats(): ConnectionStats {
  let measured: RTCPeerConnection | null = null;
  let before = EMPTY;
  return {
    async read(peer) {
      const reading = await readStats(peer);
      if (reading === null) return null;
      const isFirst = measured !== peer;
      const base = isFirst ? EMPTY : before;
      measured = peer;
      before = reading;
      const alive = isFirst || reading.arrivals > base.arrivals;
      return { alive, sample: toSample(reading, base) };
    },
  };
}

function toSample(
  reading: Reading,
  base: Reading,
): { roundTripMs: number; jitterMs: number; lossPercent: number } | null {
  if (reading.roundTripMs === null) return null;
  const lost = Math.max(0, reading.lost - base.lost);
  const received = Math.max(0, reading.received - base.received);
  const inbound = lost + received === 0 ? 0 : lost / (lost + received);
  const lossPercent = Math.min(100, Math.max(inbound, reading.lostOutbound) * 100);
  return { roundTripMs: reading.roundTripMs, jitterMs: reading.jitterMs, lossPercent };
}

async function readStats(peer: RTCPeerConnection): Promise<Reading | null> {
  try {
    const report = await peer.getStats();
    let reading = EMPTY;
    report.forEach((entry: unknown) => {
      reading = addEntry(reading, entry);
    });
    return reading;
  } catch {
    // A connection that is being closed has nothing to tell.
    return null;
  }
}

function addEntry(reading: Reading, entry: unknown): Reading {
  if (typeof entry !== "object" || entry === null) return reading;
  switch (Reflect.get(entry, "type")) {
    case "candidate-pair":
      return isSelected(entry) ? addPair(reading, entry) : reading;
    case "inbound-rtp":
      return {
        ...reading,
        jitterMs: readNumber(entry, "jitter") * 1_000,
        lost: readNumber(entry, "packetsLost"),
        received: readNumber(entry, "packetsReceived"),
      };
    case "remote-inbound-rtp":
      return { ...reading, lostOutbound: readNumber(entry, "fractionLost") };
    default:
      return reading;
  }
}

function addPair(reading: Reading, pair: object): Reading {
  const names = ["bytesReceived", "responsesReceived", "requestsReceived", "packetsReceived"];
  const arrivals = names.reduce((sum, name) => sum + readNumber(pair, name), 0);
  const seconds: unknown = Reflect.get(pair, "currentRoundTripTime");
  const roundTripMs = typeof seconds === "number" ? seconds * 1_000 : reading.roundTripMs;
  return { ...reading, arrivals: reading.arrivals + arrivals, roundTripMs };
}

/** Firefox says `selected`; the others nominate one pair at a time. */
function isSelected(pair: object): boolean {
  return Reflect.get(pair, "nominated") === true || Reflect.get(pair, "selected") === true;
}

function readNumber(entry: object, name: string): number {
  const value: unknown = Reflect.get(entry, name);
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
