import { CoachError, toCoachError } from "../../domain/state/coach-error.ts";
import type { AidPorts } from "../../ports/recovery-ports.ts";
import type { Call } from "../../ports/call-opener.ts";
import type { AidsContext } from "../extension.ts";
import type { Attempt, Grant } from "../attempt.ts";
import { childOf } from "../child-signal.ts";
import { isRefusal } from "../turn-uploader.ts";

/** One try, from the offer to the open channel. */
const TRY_MS = 15_000;

/** Calls again where a line broke: the old connection is closed here, and by the server, before there is a new one. */
export class CallLadder {
  readonly #context: AidsContext;
  readonly #ports: AidPorts;
  #waiting = new AbortController();
  #isTrying = false;

  constructor(context: AidsContext, ports: AidPorts) {
    this.#context = context;
    this.#ports = ports;
  }

  /** Tries once, after a while; a try that waits gives way, one that is under way goes on. */
  callAgain(attempt: Attempt, afterMs: number): void {
    if (this.#isTrying) return;
    this.#waiting.abort();
    this.#waiting = childOf(attempt.callSignal);
    this.#context.ports.clock.after(afterMs, this.#waiting.signal, () => {
      void this.#try(attempt);
    });
  }

  async #try(attempt: Attempt): Promise<void> {
    const { line, grant, callSignal } = attempt;
    if (line === null || grant === null) return;
    const limit = childOf(callSignal);
    this.#isTrying = true;
    this.#context.ports.clock.after(TRY_MS, limit.signal, () => {
      limit.abort();
      line.drop();
    });
    // A connection that is closed may leave what it was asked unanswered for ever.
    const failure = await Promise.race([
      this.#connect({ attempt, line, grant }, limit.signal),
      failOnAbort(limit.signal),
    ]).then(() => null, toCoachError);
    limit.abort();
    this.#isTrying = false;
    if (callSignal.aborted) return;
    if (failure === null) {
      this.#context.dispatch({ type: "call-restored" });
      return;
    }
    line.drop();
    this.#context.dispatch({
      type: "call-again-failed",
      over: isRefusal(failure),
      retryAfterSeconds: failure.retryAfterSeconds ?? 0,
    });
  }

  async #connect(
    { attempt, line, grant }: { attempt: Attempt; line: Call; grant: Grant },
    signal: AbortSignal,
  ): Promise<void> {
    const { options, dispatch } = this.#context;
    const offer = await line.offer(attempt.microphone.capture);
    const request = { offer, attemptKey: attempt.renewKey(), input: options.input };
    const response = await this.#ports.api.openCall(grant.credential, request, signal);
    if (signal.aborted) return;
    dispatch({ type: "call-reopened", resumption: response });
    await line.connect(response);
  }
}

function failOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new CoachError("aborted", "given up"));
    });
  });
}
