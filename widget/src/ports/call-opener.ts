import type { CallEvent, CallIntent } from "../domain/state/call-event.ts";
import type { ConnectionEvent } from "../domain/state/session-event.ts";
import type { MicrophoneCapture } from "./microphone.ts";

/** How a call is completed: by an answer that our server relayed, or by the browser with a single-use key. */
export type Handshake = {
  /** Fulfils when our server listens, or will not: the persona is not to speak before. Absent: nothing waits for it. */
  readonly watched?: Promise<unknown> | undefined;
} & (
  | { readonly handshake: "relay"; readonly answer: string }
  | { readonly handshake: "ephemeral"; readonly clientSecret: string; readonly callsUrl: string }
);

/** What of a call can be measured and steered from outside; the peer is another one after each `offer()`. */
export interface CallParts {
  readonly peer: RTCPeerConnection | null;
  /** What the persona is heard through. */
  readonly audio: HTMLAudioElement;
}

/** One realtime connection. Everything it holds is released when its signal aborts. */
export interface Call {
  /**
   * Adds the microphone and describes this side (SDP), without waiting for network candidates. Without one
   * the call only listens. A connection that was offered before is closed first; the sound stays unlocked.
   * @throws {CoachError} connect_failed, browser_unsupported, aborted
   */
  offer(microphone: MicrophoneCapture | null): Promise<string>;
  /** Sends another microphone from now on; before `offer()`, and in a call that only listens, it does nothing. */
  replaceMicrophone(microphone: MicrophoneCapture): void;
  /**
   * Completes the handshake; fulfils once events can flow and our server hears them.
   * @throws {CoachError} connect_failed, connect_timeout, aborted
   */
  connect(handshake: Handshake): Promise<void>;
  /** Closes the connection, silently, and keeps what another `offer()` needs. */
  drop(): void;
  readonly parts: CallParts;
  /** Asks something of the persona; dropped where the call is not open. */
  send(intent: CallIntent): void;
  /** Loudness of the persona from 0 to 1 at this moment. */
  level(): number;
}

/** Opens calls. */
export interface CallOpener {
  /**
   * Prepares a call. Must run inside the learner's click: that is what lets its sound play.
   * `listener` hears the call until `signal` aborts.
   */
  prepare(signal: AbortSignal, listener: (event: CallEvent | ConnectionEvent) => void): Call;
}
