import type { ObservationPlan } from "../providers/sideband.ts";
import type { AskDoor } from "./call-sql.ts";
import * as answers from "./call-answers.ts";

/** A request for a further call of a running session. */
interface CallAttempt {
  readonly sessionId: string;
  /** Random UUID of the attempt: repeating it makes no second call. */
  readonly attemptKey: string;
}

/** The provider's call that was made for such a request. */
export interface FurtherCall extends CallAttempt {
  readonly provider: string;
  readonly providerCallId: string;
  /** The SDP answer, kept until the end so that a repeated request gets it again. */
  readonly answer: string;
  /** What the watch over the call compares it with; null where calls are not observed. */
  readonly plan: ObservationPlan | null;
}

/** The last words of a page. */
interface ClosingPage {
  readonly sessionId: string;
  readonly reason: string;
  /** The attempt whose call it held: a later one is left alone. Null: whatever call there is ends. */
  readonly attemptKey: string | null;
}

/** The doors for what comes after a session's first call. All of them may be repeated. */
export interface CallDoors {
  /** Begins a further call and ends the one there is: its hang-up comes back, to be done first. */
  openCall(
    attempt: CallAttempt & { /** Covers the offer. */ readonly requestHash: string },
  ): Promise<answers.OpenCallAnswer>;
  attachFurtherCall(call: FurtherCall): Promise<answers.AttachFurtherCallAnswer>;
  /** No call came about: the attempt may be tried again. */
  failCall(attempt: CallAttempt): Promise<answers.FailCallAnswer>;
  /** What is known of the talk so far. */
  getTalk(sessionId: string): Promise<answers.TalkAnswer>;
  /** Ends the call of a session whose page closed; the session waits half a minute for another one. */
  pauseSession(closing: ClosingPage): Promise<answers.PauseSessionAnswer>;
}

/** Those doors over `ask`. */
export function createCallDoors(ask: AskDoor): CallDoors {
  return {
    openCall: (attempt) => ask("open_call", attempt, answers.OpenCallAnswer),
    attachFurtherCall: (call) => ask("attach_further_call", call, answers.AttachFurtherCallAnswer),
    failCall: (attempt) => ask("fail_call", attempt, answers.FailCallAnswer),
    getTalk: (sessionId) => ask("get_talk", { sessionId }, answers.TalkAnswer),
    pauseSession: (closing) => ask("pause_session", closing, answers.PauseSessionAnswer),
  };
}
