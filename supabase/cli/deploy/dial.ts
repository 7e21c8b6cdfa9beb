import { Audio, PeerConnection } from "node-datachannel";

/** The payload type of Opus in our offers. */
export const SOUND_PAYLOAD = 111;
/** The source of the sound that we send. */
export const SOUND_SOURCE = 4711;

const RTP_HEADER_BYTES = 12;
const RTP_VERSION = 2;

/** What a line is opened with. */
export interface LineSettings {
  /** Names the peer in the library's log. */
  readonly name: string;
  /** The one address to offer; otherwise every one of the machine. */
  readonly bindAddress?: string;
  /** Hears what the events' channel brings; a line without it has no channel. */
  readonly onMessage?: (message: unknown) => void;
}

/** A peer that offers sound both ways, and a channel for events. */
export interface Line {
  /** Resolves once every candidate stands in the offer. */
  readonly createOffer: () => Promise<string>;
  readonly join: (answer: string) => void;
  /** Resolves when the answer led to a connection. */
  readonly connected: Promise<void>;
  readonly send: (event: object) => void;
  readonly sendSound: (packet: Buffer) => void;
  /** Packets of sound that arrived; what is said about them beside is none. */
  readonly packets: () => number;
  readonly close: () => void;
}

/** Opens a line; the library is one of this project's tools, not of the functions. */
export function dial({ name, bindAddress, onMessage }: LineSettings): Line {
  const peer = new PeerConnection(name, {
    iceServers: [],
    ...(bindAddress === undefined ? {} : { bindAddress }),
    disableAutoNegotiation: true,
  });
  const audio = new Audio("0", "SendRecv");
  audio.addOpusCodec(SOUND_PAYLOAD);
  audio.addSSRC(SOUND_SOURCE, name, name, "microphone");
  const track = peer.addTrack(audio);
  let packets = 0;
  track.onMessage((packet) => {
    if (isSound(packet)) packets += 1;
  });
  const channel = onMessage === undefined ? null : peer.createDataChannel("oai-events");
  channel?.onMessage((message) => onMessage?.(message));
  const connected = new Promise<void>((resolve) => {
    peer.onStateChange((state) => {
      if (state === "connected") resolve();
    });
  });
  return {
    createOffer: () => createOffer(peer),
    join: (answer) => {
      peer.setRemoteDescription(answer, "answer");
    },
    connected,
    send: (event) => channel?.sendMessage(JSON.stringify(event)),
    sendSound: (packet) => track.sendMessageBinary(packet),
    packets: () => packets,
    close: () => {
      peer.close();
    },
  };
}

async function createOffer(peer: PeerConnection): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === "complete") resolve();
    });
  });
  peer.setLocalDescription("offer");
  await gathered;
  const description = peer.localDescription();
  if (!description) throw new Error("The library made no offer.");
  return description.sdp;
}

/** RTP of the payload that we offered: RTCP shares the port and comes also where nobody speaks. */
function isSound(packet: Buffer): boolean {
  if (packet.length <= RTP_HEADER_BYTES || packet.readUInt8(0) >> 6 !== RTP_VERSION) return false;
  return (packet.readUInt8(1) & 0x7f) === SOUND_PAYLOAD;
}
