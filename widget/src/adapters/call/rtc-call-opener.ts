import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachError } from "../../domain/state/coach-error.ts";
import type { CallEvent, CallIntent } from "../../domain/state/call-event.ts";
import type { ConnectionEvent } from "../../domain/state/session-event.ts";
import type { Call, CallOpener, CallParts, Handshake } from "../../ports/call-opener.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MicrophoneCapture } from "../../ports/microphone.ts";
import {
  createRealtimeDialect,
  type RealtimeDialect,
} from "../../protocol/openai-realtime/realtime-dialect.ts";
import { onAbort, PeerConnection } from "../page/platform.ts";
import { createRemoteVoice, type RemoteVoice } from "./remote-voice.ts";

const CONNECT_TIMEOUT_MS = 20_000;
/** The provider's name for its channel of events. */
const CHANNEL_LABEL = "oai-events";

type Listener = (event: CallEvent | ConnectionEvent) => void;

/** Opens calls over WebRTC. */
export class RtcCallOpener implements CallOpener {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  prepare(signal: AbortSignal, listener: Listener): Call {
    return new RtcCall(this.#clock, signal, listener);
  }
}

/** What exists of a call once it was offered. */
interface Connection {
  /** Ends with the call, or earlier when another connection takes its place. */
  readonly life: AbortController;
  readonly dialect: RealtimeDialect;
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly offer: string;
}

class RtcCall implements Call {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #listener: Listener;
  readonly #voice: RemoteVoice;
  #connection: Connection | null = null;
  #sender: RTCRtpSender | null = null;

  constructor(clock: Clock, signal: AbortSignal, listener: Listener) {
    this.#clock = clock;
    this.#signal = signal;
    this.#listener = (event) => {
      if (!signal.aborted) listener(event);
    };
    this.#voice = createRemoteVoice(signal);
  }

  async offer(microphone: MicrophoneCapture | null): Promise<string> {
    this.#assertWanted();
    if (PeerConnection === undefined) {
      throw new CoachError("browser_unsupported", "no WebRTC");
    }
    this.drop();
    const peer = new PeerConnection();
    const life = new AbortController();
    onAbort(this.#signal, () => {
      life.abort();
    });
    onAbort(life.signal, () => {
      peer.close();
    });
    this.#sender = addAudio(peer, microphone);
    peer.addEventListener("track", (event) => {
      this.#voice.play(event.streams[0] ?? new MediaStream([event.track]), life.signal);
    });
    const channel = peer.createDataChannel(CHANNEL_LABEL);
    const dialect = createRealtimeDialect();
    const connection = { life, dialect, peer, channel, offer: "" };
    this.#connection = connection;
    this.#listenTo(connection);
    await attempt("no offer", async () => {
      await peer.setLocalDescription(await peer.createOffer());
    });
    this.#assertWanted();
    const offer = peer.localDescription?.sdp ?? "";
    if (this.#connection === connection) this.#connection = { ...connection, offer };
    return offer;
  }

  drop(): void {
    this.#connection?.life.abort();
    this.#connection = null;
  }

  get parts(): CallParts {
    return { peer: this.#connection?.peer ?? null, audio: this.#voice.audio };
  }

  replaceMicrophone({ stream }: MicrophoneCapture): void {
    const [track = null] = stream.getAudioTracks();
    // Only a call that is over refuses a track of the same kind.
    this.#sender?.replaceTrack(track).catch(() => undefined);
  }

  async connect(handshake: Handshake): Promise<void> {
    const connection = this.#connection;
    this.#assertWanted();
    if (connection === null) throw new CoachError("internal", "no offer");
    const answer =
      handshake.handshake === "relay"
        ? handshake.answer
        : await exchangeDirectly(handshake, connection);
    const opened = this.#waitForOpening(connection);
    await Promise.all([
      attempt("answer refused", () =>
        connection.peer.setRemoteDescription(withoutPrototype({ type: "answer", sdp: answer })),
      ),
      opened,
      handshake.watched,
    ]);
  }

  send(intent: CallIntent): void {
    if (this.#connection !== null) transmit(this.#connection, this.#connection.dialect.say(intent));
  }

  level(): number {
    return this.#voice.level();
  }

  #listenTo(connection: Connection): void {
    const { life, dialect, peer, channel } = connection;
    const tell: Listener = (event) => {
      if (!life.signal.aborted) this.#listener(event);
    };
    const watch = (): void => {
      const event = toConnectionEvent(peer);
      if (event !== null) tell({ type: event });
    };
    peer.addEventListener("iceconnectionstatechange", watch);
    peer.addEventListener("connectionstatechange", watch);
    channel.addEventListener("close", () => {
      tell({ type: "call-hung-up" });
    });
    channel.addEventListener("message", (message: MessageEvent<unknown>) => {
      if (typeof message.data !== "string" || life.signal.aborted) return;
      const { events, outgoing } = dialect.hear(message.data);
      transmit(connection, outgoing);
      events.forEach(tell);
    });
  }

  /** Fulfils when the channel opens; fails when the network gives up, time is over or the attempt ends. */
  #waitForOpening({ life, peer, channel }: Connection): Promise<void> {
    const waiting = new AbortController();
    return new Promise<void>((resolve, reject) => {
      const fail = (code: "aborted" | "connect_failed" | "connect_timeout", why: string): void => {
        reject(new CoachError(code, why));
      };
      const options = { signal: waiting.signal };
      onAbort(life.signal, () => {
        fail("aborted", "given up");
      });
      this.#clock.after(CONNECT_TIMEOUT_MS, waiting.signal, () => {
        fail("connect_timeout", "too slow");
      });
      const watch = (): void => {
        if (channel.readyState === "open") resolve();
        else if (toConnectionEvent(peer) === "connection-lost" || channel.readyState === "closed") {
          fail("connect_failed", "no network");
        }
      };
      channel.addEventListener("open", watch, options);
      channel.addEventListener("close", watch, options);
      peer.addEventListener("connectionstatechange", watch, options);
      peer.addEventListener("iceconnectionstatechange", watch, options);
      watch();
    }).finally(() => {
      waiting.abort();
    });
  }

  #assertWanted(): void {
    if (this.#signal.aborted) throw new CoachError("aborted", "given up");
  }
}

/** The way without our server is a rare one, and a download of its own. */
async function exchangeDirectly(
  handshake: Extract<Handshake, { handshake: "ephemeral" }>,
  { offer, life }: Connection,
): Promise<string> {
  try {
    const { exchangeOffer } = await import("./exchange-offer.ts");
    return await exchangeOffer(handshake, offer, life.signal);
  } catch (thrown) {
    if (thrown instanceof CoachError) throw thrown;
    throw new CoachError("connect_failed", "download failed", { cause: thrown });
  }
}

function transmit({ channel }: Connection, texts: readonly string[]): void {
  if (channel.readyState !== "open") return;
  for (const text of texts) channel.send(text);
}

/** One audio section in any case: it is where the persona's voice comes back. */
function addAudio(
  peer: RTCPeerConnection,
  microphone: MicrophoneCapture | null,
): RTCRtpSender | null {
  const [track] = microphone?.stream.getAudioTracks() ?? [];
  if (microphone !== null && track !== undefined) return peer.addTrack(track, microphone.stream);
  peer.addTransceiver("audio", withoutPrototype<RTCRtpTransceiverInit>({ direction: "recvonly" }));
  return null;
}

/** A dead server leaves the data channel open, so the network's own state is what counts. */
function toConnectionEvent(peer: RTCPeerConnection): ConnectionEvent["type"] | null {
  const states: readonly string[] = [peer.iceConnectionState, peer.connectionState];
  if (states.includes("failed")) return "connection-lost";
  if (states.includes("disconnected")) return "connection-weakened";
  return peer.connectionState === "connected" ? "connection-recovered" : null;
}

async function attempt(why: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    throw new CoachError("connect_failed", why, { cause: thrown });
  }
}
