import type { Conversation } from "./conversation.ts";
import { createFunctionCallId, createId } from "./ids.ts";
import type { FunctionCallItem, ItemStatus, MessageItem, Emit } from "./wire.ts";

/** Where one output of a response stands. */
export interface OutputPlace {
  readonly conversation: Conversation;
  readonly responseId: string;
  readonly outputIndex: number;
  readonly emit: Emit;
}

/** One output of a response while it is generated. `close` is safe to call twice. */
export interface OpenOutput {
  readonly itemId: string;
  close(status: ItemStatus): void;
}

/** A message of the persona, streamed word by word as text or as the transcript of its audio. */
export class MessageOutput implements OpenOutput {
  readonly itemId = createId("item");
  readonly #place: OutputPlace;
  readonly #isAudio: boolean;
  readonly #phase: "commentary" | "final_answer" | undefined;
  #text = "";
  #isClosed = false;

  constructor(
    place: OutputPlace,
    form: { isAudio: boolean; phase: "commentary" | "final_answer" | undefined },
  ) {
    this.#place = place;
    this.#isAudio = form.isAudio;
    this.#phase = form.phase;
    const item = this.#toItem("in_progress");
    addItem(place, item);
    place.emit({
      type: "response.content_part.added",
      ...this.#partKey(),
      part: this.#isAudio ? { type: "audio", transcript: "" } : { type: "text", text: "" },
    });
  }

  stream(delta: string): void {
    this.#text += delta;
    this.#place.emit({
      type: this.#isAudio ? "response.output_audio_transcript.delta" : "response.output_text.delta",
      ...this.#partKey(),
      delta,
    });
  }

  close(status: ItemStatus): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { emit } = this.#place;
    const key = this.#partKey();
    const text = this.#text;
    if (this.#isAudio) {
      emit({ type: "response.output_audio.done", ...key });
      emit({ type: "response.output_audio_transcript.done", ...key, transcript: text });
    } else emit({ type: "response.output_text.done", ...key, text });
    emit({
      type: "response.content_part.done",
      ...key,
      part: this.#isAudio ? { type: "audio", transcript: text } : { type: "text", text },
    });
    finishItem(this.#place, this.#toItem(status));
  }

  #partKey() {
    return {
      response_id: this.#place.responseId,
      item_id: this.itemId,
      output_index: this.#place.outputIndex,
      content_index: 0,
    };
  }

  #toItem(status: ItemStatus): MessageItem {
    const content = this.#isAudio
      ? { type: "output_audio" as const, transcript: this.#text }
      : { type: "output_text" as const, text: this.#text };
    return {
      id: this.itemId,
      type: "message",
      status,
      role: "assistant",
      ...(this.#phase ? { phase: this.#phase } : {}),
      content: status === "in_progress" ? [] : [content],
    };
  }
}

/** A function call whose arguments are streamed as JSON text. */
export class FunctionCallOutput implements OpenOutput {
  readonly itemId = createId("item");
  readonly #place: OutputPlace;
  readonly #name: string;
  readonly #callId = createFunctionCallId();
  #arguments = "";
  #isClosed = false;

  constructor(place: OutputPlace, name: string) {
    this.#place = place;
    this.#name = name;
    addItem(place, this.#toItem("in_progress"));
  }

  stream(delta: string): void {
    this.#arguments += delta;
    this.#place.emit({ type: "response.function_call_arguments.delta", ...this.#key(), delta });
  }

  close(status: ItemStatus): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#place.emit({
      type: "response.function_call_arguments.done",
      ...this.#key(),
      name: this.#name,
      arguments: this.#arguments,
    });
    finishItem(this.#place, this.#toItem(status));
  }

  #key() {
    return {
      response_id: this.#place.responseId,
      item_id: this.itemId,
      output_index: this.#place.outputIndex,
      call_id: this.#callId,
    };
  }

  #toItem(status: ItemStatus): FunctionCallItem {
    return {
      id: this.itemId,
      type: "function_call",
      status,
      name: this.#name,
      call_id: this.#callId,
      arguments: status === "in_progress" ? "" : this.#arguments,
    };
  }
}

function addItem(place: OutputPlace, item: MessageItem | FunctionCallItem): void {
  const { conversation, responseId, outputIndex, emit } = place;
  emit({
    type: "response.output_item.added",
    response_id: responseId,
    output_index: outputIndex,
    item,
  });
  const previousId = conversation.insert(item);
  emit({ type: "conversation.item.added", item, previous_item_id: previousId });
}

/** Ends an item. The service sends null for the predecessor of the second item of a call, and so does this. */
function finishItem(place: OutputPlace, item: MessageItem | FunctionCallItem): void {
  const { conversation, responseId, outputIndex, emit } = place;
  conversation.change(item.id, { item });
  const { index, previousId } = conversation.place(item.id);
  emit({
    type: "conversation.item.done",
    item,
    previous_item_id: index === 1 ? null : previousId,
  });
  emit({
    type: "response.output_item.done",
    response_id: responseId,
    output_index: outputIndex,
    item,
  });
}
