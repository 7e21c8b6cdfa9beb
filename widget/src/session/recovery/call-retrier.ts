import { CoachError, toCoachError } from "../../domain/state/coach-error.ts";
import type { RecoveryPorts } from "../../ports/recovery-ports.ts";
import type { Call } from "../../ports/call-opener.ts";
import type { ExtensionContext } from "../extension.ts";
import type { Attempt, Grant } from "../attempt.ts";
import { childOf } from "../child-signal.ts";
import { isRefusal } from "../turn-uploader.ts";

/** One try, from the offer to the open channel. */
const TRY_MS = 15_000;

/** Calls again where one broke: the old connection is closed here, and by the server, before there is a new one. */
export class CallRetrier {
  readonly #context: ExtensionContext;
  readonly #ports: RecoveryPorts;
  #waiting = new AbortController();
  #isTrying = false;

  constructor(context: ExtensionContext, ports: RecoveryPorts) {
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
    const { call, grant, callSignal } = attempt;
    if (call === null || grant === null) return;
    const limit = childOf(callSignal);
    this.#isTrying = true;
    this.#context.ports.clock.after(TRY_MS, limit.signal, () => {
      limit.abort();
      call.drop();
    });
    // A connection that is closed may leave what it was asked unanswered for ever.
    const failure = await Promise.race([
      this.#connect({ attempt, call, grant }, limit.signal),
      failOnAbort(limit.signal),
    ]).then(() => null, toCoachError);
    limit.abort();
    this.#isTrying = false;
    if (callSignal.aborted) return;
    if (failure === null) {
      this.#context.dispatch({ type: "call-restored" });
      return;
    }
    call.drop();
    this.#context.dispatch({
      type: "call-again-failed",
      over: isRefusal(failure),
      isSpent: failure.limit?.name === "site_cost",
      retryAfterSeconds: failure.retryAfterSeconds ?? 0,
    });
  }

  async #connect(
    { attempt, call, grant }: { attempt: Attempt; call: Call; grant: Grant },
    signal: AbortSignal,
  ): Promise<void> {
    const { options, dispatch } = this.#context;
    const offer = await call.offer(attempt.microphone.capture);
    const request = { offer, attemptKey: attempt.renewKey(), input: options.input };
    const response = await this.#ports.api.openCall(grant.credential, request, signal);
    if (signal.aborted) return;
    dispatch({ type: "call-reopened", resumption: response });
    await call.connect(response);
  }
}

function failOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new CoachError("aborted", "given up"));
    });
  });
}
