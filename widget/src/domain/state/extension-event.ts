import type { ToolResponse } from "#contract/progress.ts";
import type { CallResponse } from "#contract/session.ts";
import type { CoachErrorCode } from "./coach-error.ts";
import type { ConnectionSample } from "./connection-quality.ts";
import type { MicrophoneDevice } from "./session-state.ts";

/** What the learner asks for that only a practice with its extension can do. */
export type ExtensionRequest =
  | { readonly type: "resume-requested" }
  | { readonly type: "finish-requested" }
  | { readonly type: "call-again-requested" }
  | { readonly type: "take-over-requested" }
  | {
      readonly type: "tool-used";
      readonly tool: string;
      readonly inputs: Readonly<Record<string, string>>;
    }
  | { readonly type: "output-chosen"; readonly deviceId: string }
  | { readonly type: "volume-chosen"; readonly volume: number };

/** What the server says of a session that goes on in another call; a handshake is no matter of the reducer's. */
export type Resumption = Pick<
  CallResponse,
  "remainingSeconds" | "elapsedMs" | "transcript" | "lastSequence" | "progress" | "tools"
>;

/** What became of a broken connection. */
export type RecoveryEvent =
  /** The server opened another call of the session; it is not connected yet. */
  | { readonly type: "call-reopened"; readonly resumption: Resumption }
  | { readonly type: "call-restored" }
  /** `over`: the server will open no other call. */
  | {
      readonly type: "call-again-failed";
      readonly over: boolean;
      /** It is over for what it cost. */
      readonly isSpent: boolean;
      readonly retryAfterSeconds: number;
    }
  /** The browser has a network again, or another one. */
  | { readonly type: "network-returned" }
  | { readonly type: "network-left" };

/** What is found out about a session that was left running. */
export type InterruptionEvent =
  /** 0 seconds: it is over. Null: it was found here, and the server was not asked yet. */
  | { readonly type: "interruption-judged"; readonly remainingSeconds: number | null }
  | { readonly type: "session-found-elsewhere" }
  /** Nothing is known of it any more. */
  | { readonly type: "interruption-dismissed" }
  /** Another tab goes on with the session of this one. */
  | { readonly type: "session-taken" }
  /** The server lets an interrupted session go on. */
  | { readonly type: "resumption-granted"; readonly resumption: Resumption };

/** What came of a tool call. */
export type ToolEvent =
  | {
      readonly type: "tool-answered";
      readonly callId: string;
      readonly by: "persona" | "learner";
      readonly response: ToolResponse;
    }
  | {
      readonly type: "tool-unanswered";
      readonly callId: string;
      readonly by: "persona" | "learner";
    };

/** What was measured of the connection, or is known of the sound. */
export type SoundEvent =
  | { readonly type: "connection-measured"; readonly sample: ConnectionSample }
  | {
      readonly type: "outputs-listed";
      readonly devices: readonly MicrophoneDevice[];
      readonly choosable: boolean;
    }
  | { readonly type: "output-changed"; readonly deviceId: string | null }
  | { readonly type: "volume-recalled"; readonly volume: number }
  /** The open microphone gives nothing but zeros, and opening it anew did not help. */
  | { readonly type: "microphone-silent"; readonly code: CoachErrorCode };

/** Everything that only a practice with its extension hears of. */
export type ExtensionEvent =
  /** They were downloaded: during a call, or because a session was left running. */
  | { readonly type: "extension-arrived" }
  | ExtensionRequest
  | RecoveryEvent
  | InterruptionEvent
  | ToolEvent
  | SoundEvent;

/** What only the extension can do, as data. */
export type ExtensionEffect =
  /** Keeps the running call: its credential for a page that is loaded again, its tab, its connection and sound. */
  | { readonly type: "keep-call" }
  /** The session is over, or given up: a page that is loaded again begins anew. */
  | { readonly type: "forget-session" }
  /** Learns where the session that was left running stands. */
  | { readonly type: "probe-session" }
  /** Closes the connection and nothing else. */
  | { readonly type: "drop-call" }
  | { readonly type: "call-again"; readonly afterMs: number }
  /** A call that the interrupted session goes on in takes the place of a new session. */
  | { readonly type: "adopt-session" }
  /** Leaves the session to another tab. */
  | { readonly type: "let-go" }
  | {
      readonly type: "use-tool";
      readonly callId: string | null;
      readonly by: "persona" | "learner";
      readonly tool: string;
      readonly input: string;
    }
  | { readonly type: "choose-output"; readonly deviceId: string }
  | { readonly type: "set-volume"; readonly volume: number };
