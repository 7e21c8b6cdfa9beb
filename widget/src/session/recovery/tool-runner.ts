import type { ExtensionEffect } from "../../domain/state/extension-event.ts";
import type { RecoveryPorts } from "../../ports/recovery-ports.ts";
import type { ExtensionContext } from "../extension.ts";
import type { Attempt } from "../attempt.ts";

/**
 * Brings tool calls to the server, one after another: what one changes, the next one finds. A call that does not
 * arrive is told as unanswered, so that the talk goes on.
 */
export class ToolRunner {
  readonly #context: ExtensionContext;
  readonly #ports: RecoveryPorts;
  #last: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext, ports: RecoveryPorts) {
    this.#context = context;
    this.#ports = ports;
  }

  use(attempt: Attempt, effect: Extract<ExtensionEffect, { type: "use-tool" }>): void {
    this.#last = this.#last.then(() => this.#relay(attempt, effect));
  }

  async #relay(
    attempt: Attempt,
    { callId, by, tool, input }: Extract<ExtensionEffect, { type: "use-tool" }>,
  ): Promise<void> {
    const { ports, dispatch } = this.#context;
    const signal = attempt.callSignal;
    const id = callId ?? ports.createAttemptKey();
    if (attempt.grant === null) return;
    const request = { callId: id, by, name: tool, arguments: input.trim() };
    try {
      const response = await this.#ports.api.useTool(attempt.grant.credential, request, signal);
      if (!signal.aborted) dispatch({ type: "tool-answered", callId: id, by, response });
    } catch {
      // Whatever failed, the persona must not wait, and the learner may try again.
      if (!signal.aborted) dispatch({ type: "tool-unanswered", callId: id, by });
    }
  }
}
