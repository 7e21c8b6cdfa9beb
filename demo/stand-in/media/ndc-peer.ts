import { randomInt } from "node:crypto";
import {
  Audio,
  PeerConnection,
  RtcpReceivingSession,
  type DataChannel,
  type Track,
} from "node-datachannel";
import type { PeerEvents, PeerState, RtcPeer } from "./rtc-peer.ts";
import { buildRtp, parseRtp } from "./rtp.ts";

const OPUS_PARAMETERS = "minptime=10;useinbandfec=1";
const CHANNEL_LABEL = "oai-events";
const DEFAULT_OPUS_PAYLOAD = 111;
const CLOSE_GRACE_MS = 100;

let peersMade = 0;

/** A peer on libdatachannel. It listens on one address and never asks a STUN server. */
export class NdcPeer implements RtcPeer {
  /** Null once closed: the library keeps its callbacks, and with them would keep the call. */
  #events: PeerEvents | null;
  readonly #connection: PeerConnection;
  readonly #source = randomInt(1, 2 ** 31);
  readonly #firstTimestamp = randomInt(2 ** 31);
  #sequence = randomInt(2 ** 16);
  #payloadType = DEFAULT_OPUS_PAYLOAD;
  #track: Track | null = null;
  #channel: DataChannel | null = null;

  constructor(host: string, events: PeerEvents) {
    this.#events = events;
    peersMade += 1;
    this.#connection = new PeerConnection(`stand-in-${peersMade}`, {
      iceServers: [],
      bindAddress: host,
      enableIceTcp: false,
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    this.#connection.onStateChange((state) => {
      if (isPeerState(state)) this.#report(state);
    });
    this.#connection.onDataChannel((channel) => {
      if (channel.getLabel() === CHANNEL_LABEL) this.#adopt(channel);
    });
  }

  async answer(offer: string): Promise<string> {
    const audioSection = /^m=audio[\s\S]*?(?=^m=|$(?![\s\S]))/m.exec(offer)?.[0] ?? "";
    const mid = /^a=mid:(\S+)/m.exec(audioSection)?.[1] ?? "0";
    const offered = /^a=rtpmap:(\d+) opus\/48000\/2/im.exec(audioSection)?.[1];
    this.#payloadType = Number(offered ?? DEFAULT_OPUS_PAYLOAD);
    // RFC 3264 §6.1: who only listens is only sent to, and a browser refuses any other answer.
    const isListening = /^a=recvonly\r?$/m.test(audioSection);
    const audio = new Audio(mid, isListening ? "SendOnly" : "SendRecv");
    audio.addOpusCodec(this.#payloadType, OPUS_PARAMETERS);
    audio.addSSRC(this.#source, "realtimeapi", "realtimeapi", "audio");
    const gathered = new Promise<void>((resolve) => {
      this.#connection.onGatheringStateChange((state) => {
        if (state === "complete") resolve();
      });
    });
    // The track must exist before the offer is set, so that the library matches it by its mid.
    const track = this.#connection.addTrack(audio);
    track.setMediaHandler(new RtcpReceivingSession());
    track.onMessage((packet) => {
      const parsed = parseRtp(packet, this.#payloadType);
      if (parsed) this.#events?.audio(parsed);
    });
    this.#track = track;
    this.#connection.setRemoteDescription(offer, "offer");
    this.#connection.setLocalDescription("answer");
    await gathered;
    const description = this.#connection.localDescription();
    if (!description) throw new Error("The peer made no answer.");
    // The service lists its candidates without closing the list.
    return description.sdp.replace(/^a=end-of-candidates\r?\n/gm, "");
  }

  sendText(text: string): boolean {
    if (this.#channel?.isOpen() !== true) return false;
    try {
      return this.#channel.sendMessage(text);
    } catch {
      // The channel closed between the question and the sending.
      return false;
    }
  }

  sendAudio(payload: Uint8Array, timestamp: number, isFirst: boolean): void {
    if (this.#events === null || this.#track?.isOpen() !== true) return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const header = {
      payloadType: this.#payloadType,
      sequence: this.#sequence,
      timestamp: this.#firstTimestamp + timestamp,
      source: this.#source,
      isMarked: isFirst,
    };
    try {
      this.#track.sendMessageBinary(buildRtp(header, payload));
    } catch {
      // A packet that cannot be sent is lost, like any other on its way.
    }
  }

  close(): void {
    if (this.#events === null) return;
    this.#events = null;
    if (this.#channel?.isOpen()) this.#channel.close();
    // The channel's own farewell needs a moment before the transport goes.
    setTimeout(() => {
      this.#connection.close();
    }, CLOSE_GRACE_MS);
  }

  #adopt(channel: DataChannel): void {
    this.#channel = channel;
    channel.onMessage((message) => {
      const text =
        typeof message === "string" ? message : Buffer.from(new Uint8Array(message)).toString();
      this.#events?.channelMessage(text);
    });
    const announce = () => {
      this.#events?.channelOpened();
    };
    if (channel.isOpen()) announce();
    else channel.onOpen(announce);
  }

  #report(state: PeerState): void {
    this.#events?.state(state);
  }
}

function isPeerState(state: string): state is PeerState {
  return ["connecting", "connected", "disconnected", "failed", "closed"].includes(state);
}
