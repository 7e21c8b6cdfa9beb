import type { EndReason } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import type { ExtensionEffect } from "./extension-event.ts";
import type { CallIntent } from "./call-event.ts";
import type { PracticeNotice } from "./practice.ts";

/** What the reducer wants done, as data; `PracticeSession` does it. */
export type SessionEffect =
  /** A new attempt takes the place of the one before. */
  | { readonly type: "begin-attempt" }
  /** Unlocks sound, so it comes first of all that a click brings about. */
  | { readonly type: "prepare-call" }
  | { readonly type: "open-microphone" }
  /** Speaks into another microphone, the browser's default for null, and goes on as open or shut as before. */
  | { readonly type: "replace-microphone"; readonly deviceId: string | null }
  /** The check was made: it is not due any more, and the choice is kept. */
  | { readonly type: "remember-microphone"; readonly deviceId: string | null }
  /** Describes this side of the call, so that the click has less to wait for; nothing leaves the page. */
  | { readonly type: "offer-call" }
  | { readonly type: "open-call" }
  | { readonly type: "connect-call" }
  /** Frees the microphone, the connection and every timer of the attempt. */
  | { readonly type: "close-call" }
  /** A session may exist, or come to exist, that nobody will use: tell the server. */
  | { readonly type: "abandon-session"; readonly reason: EndReason }
  | { readonly type: "set-microphone"; readonly open: boolean }
  | { readonly type: "send-intent"; readonly intent: CallIntent }
  | { readonly type: "store-turn"; readonly turn: ReportedTurn }
  /** Sends what is left of the transcript, then settles the session. */
  | { readonly type: "end-session"; readonly reason: EndReason }
  /** As `end-session`, within the page's last moment. */
  | { readonly type: "flush-session"; readonly reason: EndReason }
  | { readonly type: "use-extension"; readonly effect: ExtensionEffect }
  | { readonly type: "fetch-report"; readonly afterSeconds: number }
  | { readonly type: "notify"; readonly notice: PracticeNotice };
