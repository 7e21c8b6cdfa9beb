/** One Opus packet with its place in the stream. */
export interface OpusPacket {
  readonly payload: Uint8Array;
  /** 16 bit, wraps around. */
  readonly sequence: number;
}

/** How far the connection has come. */
export type PeerState = "connecting" | "connected" | "disconnected" | "failed" | "closed";

/** What a peer reports. */
export interface PeerEvents {
  audio(packet: OpusPacket): void;
  state(state: PeerState): void;
  /** The events' channel, which the offering end makes, is open. */
  channelOpened(): void;
  channelMessage(text: string): void;
}

/** The answering end of one WebRTC call. */
export interface RtcPeer {
  /**
   * Answers an offer with all candidates inline.
   * @throws {Error} where the offer cannot be used
   */
  answer(offer: string): Promise<string>;
  /** Sends on the data channel; false where it is not open. */
  sendText(text: string): boolean;
  /** Sends one 20 ms packet. `timestamp` counts samples of 48 kHz; `isFirst` marks speech after silence. */
  sendAudio(payload: Uint8Array, timestamp: number, isFirst: boolean): void;
  /** Closes and tells the other end; safe to call twice. */
  close(): void;
}

/** Makes the answering end of one call. */
export type CreatePeer = (events: PeerEvents) => RtcPeer;
