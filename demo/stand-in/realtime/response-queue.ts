import type { Faults } from "../faults/faults.ts";
import type { Cut } from "../media/playout.ts";
import type { Scene, SceneReply, SceneTool } from "../scene/scene.ts";
import { ContextWindow } from "./context-window.ts";
import { RequestError } from "./errors.ts";
import { ResponseRun, type ResponseEnd, type ResponseTools } from "./response-run.ts";
import type { ResponseParameters } from "./session-schema.ts";
import type { SessionSettings } from "./session-settings.ts";

/** The session that the queue answers for, read anew for each response. */
export interface QueueSession {
  readonly settings: SessionSettings;
  readonly scene: Scene;
  readonly faults: Faults;
  /** Consumes the fault of the next response. */
  takeNextResponseFault(): Faults["nextResponse"];
  responseEnded(): void;
}

/** Creates, cancels and interrupts the responses of one session; at most one is active. */
export class ResponseQueue {
  readonly #tools: ResponseTools;
  readonly #session: QueueSession;
  /** Item ids by response, for the audio that outlives its response. */
  readonly #spoken = new Map<string, readonly string[]>();
  readonly #window = new ContextWindow();
  #active: ResponseRun | null = null;

  constructor(tools: ResponseTools, session: QueueSession) {
    this.#tools = tools;
    this.#session = session;
  }

  get active(): ResponseRun | null {
    return this.#active;
  }

  /**
   * Begins a response: `response.created` is out when this returns.
   * @throws {RequestError} conversation_already_has_active_response
   */
  begin(parameters: ResponseParameters = {}): ResponseRun {
    if (this.#active) {
      const message = `Conversation already has an active response in progress: ${this.#active.id}. Wait until the response is finished before creating a new one.`;
      throw new RequestError("conversation_already_has_active_response", message);
    }
    assertSupported(parameters);
    const run = new ResponseRun(this.#tools, {
      settings: this.#session.settings,
      parameters,
      language: this.#session.scene.language,
      reading: this.#window.read(this.#session.settings, this.#tools.conversation.items),
    });
    this.#active = run;
    void run.ended.then(() => {
      this.#spoken.set(run.id, run.itemIds);
      if (this.#active === run) this.#active = null;
      this.#session.responseEnded();
    });
    return run;
  }

  /** Answers a request for a response by an error without a name, where that is the fault; true where it did. */
  refuse(): boolean {
    if (this.#session.faults.nextResponse !== "refused") return false;
    this.#session.takeNextResponseFault();
    const { type, code, message } = SERVER_FAILURE.error;
    this.#tools.emit({
      type: "error",
      error: { type, code, message, param: null, event_id: null },
    });
    return true;
  }

  /** Lets the scene decide what is said, and says it. */
  async perform(run: ResponseRun, parameters: ResponseParameters = {}): Promise<void> {
    if (!run.isActive) return;
    const fault = this.#session.takeNextResponseFault();
    if (fault === "hung") return;
    const failure = toEnd(fault);
    if (failure) {
      run.end(failure);
      return;
    }
    try {
      await run.perform(this.#compose(parameters));
    } catch (error) {
      console.error("A response failed:", error);
      run.end(SERVER_FAILURE);
    }
  }

  /** @throws {RequestError} response_cancel_not_active */
  cancel(responseId: string | undefined): void {
    const run = this.#active;
    if (!run || (responseId !== undefined && responseId !== run.id))
      throw new RequestError(
        "response_cancel_not_active",
        "Cancellation failed: no active response found",
      );
    this.#spoken.set(run.id, run.itemIds);
    run.end({ status: "cancelled", reason: "client_cancelled" });
    this.#active = null;
  }

  /** The learner speaks over the persona: silence at once, then the events in the order chosen. */
  interrupt(): void {
    const run = this.#active;
    if (run) this.#spoken.set(run.id, run.itemIds);
    const cuts = this.#tools.playout.cut();
    const order = this.#session.faults.bargeInOrder;
    const endRun = () => {
      run?.end({ status: "cancelled", reason: "turn_detected" });
      this.#active = null;
    };
    if (order === "done-first") endRun();
    for (const cut of cuts) {
      if (order === "done-first") this.#truncate(cut, true);
      this.#announceCleared(cut);
      if (order !== "done-first") this.#truncate(cut, order === "clear-first");
    }
    if (order !== "done-first") endRun();
  }

  /** Stops the voice without ending the response: `output_audio_buffer.clear`. */
  clearOutput(): void {
    if (this.#active) this.#spoken.set(this.#active.id, this.#active.itemIds);
    for (const cut of this.#tools.playout.cut()) {
      this.#truncate(cut, false);
      this.#announceCleared(cut);
    }
  }

  /** Ends what runs, without a word, because the call is over. */
  close(): void {
    this.#tools.playout.cut();
    this.#active?.end({ status: "cancelled", reason: "client_cancelled" });
    this.#active = null;
  }

  #announceCleared(cut: Cut): void {
    if (cut.isStarted)
      this.#tools.emit({ type: "output_audio_buffer.cleared", response_id: cut.responseId });
  }

  /** Remembers how much was heard; the model then knows no more than the learner does. */
  #truncate(cut: Cut, isAnnounced: boolean): void {
    const { conversation, emit } = this.#tools;
    for (const itemId of this.#spoken.get(cut.responseId) ?? []) {
      if (!conversation.has(itemId) || conversation.get(itemId).audioMs === 0) continue;
      conversation.change(itemId, { heardMs: cut.heardMs });
      if (isAnnounced && cut.isStarted)
        emit({
          type: "conversation.item.truncated",
          item_id: itemId,
          content_index: 0,
          audio_end_ms: cut.heardMs,
        });
    }
  }

  #compose(parameters: ResponseParameters): SceneReply {
    const { scene, settings } = this.#session;
    const choice = parameters.tool_choice ?? settings.tool_choice;
    const declared = parameters.tools ?? settings.tools;
    const tools: SceneTool[] =
      choice === "none"
        ? []
        : declared.map(({ name, description, parameters }) => ({
            name,
            description: description ?? null,
            parameters,
          }));
    const reply = scene.reply(this.#tools.conversation.toTurns(), tools);
    const known = reply.functionCalls.filter(({ name }) =>
      tools.some((tool) => tool.name === name),
    );
    return this.#withoutRepetition({ speech: reply.speech, functionCalls: known });
  }

  /** A tool's answer asks for what is left to say: what was just said or called is not repeated. */
  #withoutRepetition(reply: SceneReply): SceneReply {
    const { items } = this.#tools.conversation;
    if (items.at(-1)?.item.type !== "function_call_output") return reply;
    const lastLearner = items.findLastIndex(
      ({ item }) => item.type === "message" && item.role === "user",
    );
    const since = items.slice(lastLearner + 1).map(({ item }) => item);
    const isSaid = since.some(
      (item) =>
        item.type === "message" &&
        item.content.some(
          (part) => (part.text ?? ("transcript" in part ? part.transcript : null)) === reply.speech,
        ),
    );
    const calls = reply.functionCalls.filter(
      (call) =>
        !since.some(
          (item) =>
            item.type === "function_call" &&
            item.name === call.name &&
            item.arguments === JSON.stringify(call.arguments),
        ),
    );
    return { speech: isSaid ? null : reply.speech, functionCalls: calls };
  }
}

function assertSupported(parameters: ResponseParameters): void {
  if (parameters.conversation === "none" || parameters.input !== undefined) {
    const param = parameters.input === undefined ? "response.conversation" : "response.input";
    const message = "The stand-in plays one scene: it does not create out-of-band responses.";
    throw new RequestError("unsupported_by_stand_in", message, param);
  }
}

const SERVER_FAILURE = {
  status: "failed",
  error: {
    type: "server_error",
    code: "server_error",
    message: "The server had an error while processing your request.",
  },
} as const satisfies ResponseEnd;

function toEnd(fault: Faults["nextResponse"]): ResponseEnd | null {
  switch (fault) {
    case "normal":
    case "hung":
    case "refused":
      return null;
    case "content_filter":
      return { status: "incomplete", reason: "content_filter" };
    case "failed":
      return SERVER_FAILURE;
    case "rate_limit_exceeded": {
      const message = "Rate limit reached for this model.";
      return { status: "failed", error: { type: "rate_limit_error", code: fault, message } };
    }
  }
}
