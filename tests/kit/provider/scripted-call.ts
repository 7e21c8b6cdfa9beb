/** One event of the wire, or a part of one. */
export type WireEvent = Readonly<Record<string, unknown>>;

/** A turn that a scripted call has said, as an observer should come to know it. */
export interface SaidTurn {
  readonly itemId: string;
  readonly speaker: "learner" | "persona";
  readonly state: "final" | "interrupted" | "unrecognized";
  readonly text: string;
}

type Listener = (text: string) => void;

/** How the words of a learner's turn arrive. */
export type Transcription = "prompt" | "late" | "failed";

let counter = 0;
const createId = (kind: string): string => {
  counter += 1;
  return `${kind}_${String(counter).padStart(8, "0")}${crypto.randomUUID().slice(0, 8)}`;
};

/**
 * A call of OpenAI Realtime without media: it says what a test tells it to, in the recorded order of events
 * (realtime.md §5, §7), to everybody who listens, and answers what a sideband or a data channel asks. Nothing
 * is repeated for a listener that comes later.
 */
export class ScriptedCall {
  readonly id = createId("rtc");
  readonly said: SaidTurn[] = [];
  readonly received: WireEvent[] = [];
  readonly #listeners = new Map<Listener, (code: number) => void>();
  #items: { id: string; item: WireEvent }[] = [];
  #session: Record<string, unknown>;
  /** What becomes of the next event of a type. */
  readonly #disturbances = new Map<string, number>();
  #isOver = false;
  endedAtMs: number | null = null;

  /** @param session What the call was opened with. */
  constructor(session: WireEvent) {
    this.#session = { ...session, object: "realtime.session", id: createId("sess") };
  }

  /** The settings as they are now, as a page could read them. */
  get session(): WireEvent {
    return this.#session;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Adds a listener; `close` is called with a WebSocket code when the call ends or the line is cut. */
  listen(listener: Listener, close: (code: number) => void): () => void {
    this.#listeners.set(listener, close);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Cuts every line without a goodbye; the call goes on. */
  cutLines(): void {
    const closes = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const close of closes) close(1006);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.endedAtMs = performance.now();
    const closes = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const close of closes) close(1000);
  }

  /** Takes a client event, from the browser's data channel or a sideband. */
  receive(event: WireEvent): void {
    if (this.#isOver) return;
    this.received.push(event);
    switch (event["type"]) {
      case "session.update":
        this.#session = merge(this.#session, asObject(event["session"]));
        this.emit({ type: "session.updated", session: this.#session });
        return;
      case "conversation.item.create":
        this.#create(asObject(event["item"]), event["previous_item_id"]);
        return;
      case "conversation.item.retrieve":
        this.#retrieve(event);
        return;
      case "conversation.item.delete":
        this.#items = this.#items.filter(({ id }) => id !== event["item_id"]);
        this.emit({ type: "conversation.item.deleted", item_id: event["item_id"] });
        return;
      case "response.create":
        this.personaSays("Yes?", "final", toReplySettings(asObject(event["response"])));
        return;
      case "input_audio_buffer.commit":
        this.#commit(createId("item"), "(noise)");
        return;
      default:
        this.emit({
          type: "error",
          error: { type: "invalid_request_error", code: "invalid_event" },
        });
    }
  }

  emit(event: WireEvent): void {
    const type = String(event["type"]);
    const text = JSON.stringify({ ...event, event_id: createId("event") });
    const send = (): void => {
      for (const listener of [...this.#listeners.keys()]) listener(text);
    };
    const delayMs = this.#disturbances.get(type) ?? 0;
    this.#disturbances.delete(type);
    if (delayMs === 0) send();
    else if (delayMs < Infinity) setTimeout(send, delayMs);
  }

  /** Lets the next event of a type come by so much later, and with `Infinity` never. */
  disturb(type: string, delayMs: number): void {
    this.#disturbances.set(type, delayMs);
  }

  /** The learner speaks a turn; returns what lets its words arrive, where they are late. */
  learnerSays(text: string, transcription: Transcription = "prompt"): () => void {
    const itemId = createId("item");
    this.emit({ type: "input_audio_buffer.speech_started", audio_start_ms: 0, item_id: itemId });
    this.emit({ type: "input_audio_buffer.speech_stopped", audio_end_ms: 900, item_id: itemId });
    return this.#commit(itemId, text, transcription);
  }

  #commit(itemId: string, text: string, transcription: Transcription = "prompt"): () => void {
    const previous = this.#lastId();
    const item = {
      ...{ id: itemId, type: "message", status: "completed", role: "user" },
      content: [{ type: "input_audio", transcript: null }],
    };
    this.emit({
      ...{ type: "input_audio_buffer.committed", item_id: itemId, previous_item_id: previous },
    });
    this.#append(itemId, item, previous);
    const isFailed = transcription === "failed";
    const state = isFailed ? "unrecognized" : "final";
    this.said.push({ itemId, speaker: "learner", state, text: isFailed ? "" : text });
    const transcribe = (): void => {
      this.#transcribe(itemId, isFailed ? null : text);
    };
    if (transcription !== "late") transcribe();
    return transcribe;
  }

  /** The persona speaks a turn, or begins one that is cut; returns the id of the reply, which shows `settings`. */
  personaSays(
    text: string,
    state: "final" | "interrupted" = "final",
    settings: WireEvent = {},
  ): string {
    const replyId = createId("resp");
    const itemId = createId("item");
    const base = {
      ...{ object: "realtime.response", id: replyId, conversation_id: "conv_1" },
      ...settings,
    };
    this.emit({
      type: "response.created",
      response: { ...base, status: "in_progress", output: [] },
    });
    const open = { id: itemId, type: "message", role: "assistant", content: [] };
    const named = { response_id: replyId, output_index: 0 };
    this.emit({
      type: "response.output_item.added",
      ...named,
      item: { ...open, status: "in_progress" },
    });
    const previous = this.#lastId();
    const isCut = state === "interrupted";
    const whole = {
      ...open,
      status: isCut ? "incomplete" : "completed",
      content: [{ type: "output_audio", transcript: text }],
    };
    this.#items.push({ id: itemId, item: whole });
    const added = { ...open, status: "in_progress" };
    this.emit({ type: "conversation.item.added", item: added, previous_item_id: previous });
    for (const delta of text.split(/(?<= )/)) {
      const about = { response_id: replyId, item_id: itemId, output_index: 0, content_index: 0 };
      this.emit({ type: "response.output_audio_transcript.delta", ...about, delta });
    }
    if (isCut) {
      const about = { item_id: itemId, content_index: 0, audio_end_ms: 400 };
      this.emit({ type: "conversation.item.truncated", ...about });
    }
    this.emit({ type: "conversation.item.done", item: whole, previous_item_id: null });
    this.emit({ type: "response.output_item.done", ...named, item: whole });
    const status = isCut ? "cancelled" : "completed";
    this.emit({
      type: "response.done",
      response: { ...base, status, output: [whole], usage: USAGE },
    });
    this.said.push({ itemId, speaker: "persona", state, text });
    return replyId;
  }

  /** The persona calls a tool in a reply without words; returns the call's id. */
  personaCalls(): string {
    const replyId = createId("resp");
    const callId = createId("call");
    const id = createId("item");
    const item = {
      id,
      type: "function_call",
      status: "completed",
      call_id: callId,
      name: "note_step",
    };
    const base = { object: "realtime.response", id: replyId, conversation_id: "conv_1" };
    const named = { response_id: replyId, output_index: 0, item };
    this.emit({
      type: "response.created",
      response: { ...base, status: "in_progress", output: [] },
    });
    this.emit({ type: "response.output_item.added", ...named });
    this.#append(id, item, this.#lastId());
    this.emit({ type: "response.output_item.done", ...named });
    this.emit({
      type: "response.done",
      response: { ...base, status: "completed", output: [item] },
    });
    return callId;
  }

  /** A reply that fails, or of which nothing more is heard. */
  replyFails(status: "failed" | "missing" = "failed"): void {
    const base = { object: "realtime.response", id: createId("resp"), conversation_id: "conv_1" };
    this.emit({ type: "response.created", response: { ...base, status: "in_progress" } });
    if (status === "missing") return;
    const error = { type: "server_error", code: "server_error" };
    const details = { type: "failed", error };
    this.emit({ type: "response.done", response: { ...base, status, status_details: details } });
  }

  /** Nobody said anything for a while, and the provider notes that. */
  silenceIsNoted(): void {
    const itemId = createId("item");
    this.emit({ type: "input_audio_buffer.timeout_triggered", item_id: itemId });
    const item = { id: itemId, type: "message", role: "user", content: [{ type: "input_audio" }] };
    this.#append(itemId, item, this.#lastId());
  }

  /** The persona calls a tool that nobody runs: two items without words. */
  callsTool(): void {
    this.receive(toToolOutput(this.personaCalls(), JSON.stringify({ ok: false })));
  }

  #transcribe(itemId: string, text: string | null): void {
    if (this.#isOver) return;
    const about = { item_id: itemId, content_index: 0 };
    const kind = "conversation.item.input_audio_transcription";
    if (text === null) {
      this.emit({ type: `${kind}.failed`, ...about, error: { code: "server_error" } });
      return;
    }
    const stored = this.#items.find(({ id }) => id === itemId);
    if (stored) {
      stored.item = { ...stored.item, content: [{ type: "input_audio", transcript: text }] };
    }
    const usage = { type: "duration", seconds: 1 };
    this.emit({ type: `${kind}.completed`, ...about, transcript: text, usage });
  }

  #create(item: WireEvent, wanted: unknown): void {
    const id = typeof item["id"] === "string" ? item["id"] : createId("item");
    const created = { ...item, id, status: "completed" };
    if (wanted === undefined) this.#append(id, created, this.#lastId());
    else this.#insert(id, created, typeof wanted === "string" && wanted !== "root" ? wanted : null);
  }

  #insert(id: string, item: WireEvent, previous: string | null): void {
    const place = this.#items.findIndex((known) => known.id === previous) + 1;
    this.#items.splice(place, 0, { id, item });
    this.emit({ type: "conversation.item.added", item, previous_item_id: previous });
    this.emit({ type: "conversation.item.done", item, previous_item_id: previous });
  }

  #append(id: string, item: WireEvent, previous: string | null): void {
    this.#items.push({ id, item });
    this.emit({ type: "conversation.item.added", item, previous_item_id: previous });
    this.emit({ type: "conversation.item.done", item, previous_item_id: previous });
  }

  #retrieve(event: WireEvent): void {
    const found = this.#items.find(({ id }) => id === event["item_id"]);
    if (found) {
      this.emit({ type: "conversation.item.retrieved", item: found.item });
      return;
    }
    const error = {
      type: "invalid_request_error",
      code: "item_not_found",
      message: "No such item.",
      event_id: event["event_id"],
    };
    this.emit({ type: "error", error });
  }

  #lastId(): string | null {
    return this.#items.at(-1)?.id ?? null;
  }
}

/** What a browser sends as the output of a tool. */
export function toToolOutput(callId: string, output: string): WireEvent {
  const item = { type: "function_call_output", call_id: callId, output };
  return { type: "conversation.item.create", item };
}

/** What a reply shows of how it was ordered: never its instructions or its tools. */
function toReplySettings(order: WireEvent): WireEvent {
  return {
    ...(order["conversation"] === "none" ? { conversation_id: null } : {}),
    ...pick(order, ["output_modalities", "max_output_tokens"]),
  };
}

function pick(event: WireEvent, names: readonly string[]): WireEvent {
  return Object.fromEntries(
    names.filter((name) => name in event).map((name) => [name, event[name]]),
  );
}

const USAGE = {
  total_tokens: 300,
  input_tokens: 200,
  output_tokens: 100,
  input_token_details: {
    ...{ text_tokens: 150, audio_tokens: 50, image_tokens: 0, cached_tokens: 100 },
    cached_tokens_details: { text_tokens: 100, audio_tokens: 0, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 20, audio_tokens: 80 },
};

function merge(before: WireEvent, changes: WireEvent): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    const isNested = isObject(value) && isObject(before[name]);
    merged[name] = isNested ? merge(asObject(before[name]), asObject(value)) : value;
  }
  return merged;
}

function asObject(value: unknown): WireEvent {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is WireEvent {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
