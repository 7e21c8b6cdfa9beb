/** One server event as the provider's data channel carries it, and whether it adds words to a turn. */
export interface WireEvent {
  readonly text: string;
  readonly isDelta: boolean;
}

/** How long a talk is: spoken turns of both sides together, and the deltas in which each turn's words come. */
export interface TalkLength {
  readonly turns: number;
  readonly deltasPerTurn: number;
}

const WORDS =
  "well we have been thinking about the orders on Saturday morning because nobody picks up".split(
    " ",
  );

/** A spoken talk, event by event, in the order of realtime.md §7 with playback. */
export function* createWireTalk({ turns, deltasPerTurn }: TalkLength): Generator<WireEvent> {
  let previous: string | null = null;
  for (let number = 0; number < turns / 2; number += 1) {
    const learner = nameItem("U", number);
    const persona = nameItem("A", number);
    const words = chooseWords(number, deltasPerTurn);
    yield* listen(learner, previous, words);
    yield* reply(persona, learner, { replyId: `resp_R${pad(number)}`, words });
    previous = persona;
  }
}

function* listen(
  itemId: string,
  previous: string | null,
  words: readonly string[],
): Generator<WireEvent> {
  const item = {
    id: itemId,
    type: "message",
    status: "completed",
    role: "user",
    content: [{ type: "input_audio", transcript: null }],
  };
  yield say("input_audio_buffer.speech_started", { audio_start_ms: 0, item_id: itemId });
  yield say("input_audio_buffer.speech_stopped", { audio_end_ms: 0, item_id: itemId });
  yield say("input_audio_buffer.committed", { previous_item_id: previous, item_id: itemId });
  yield say("conversation.item.added", { previous_item_id: previous, item });
  const part = { item_id: itemId, content_index: 0 };
  const type = "conversation.item.input_audio_transcription";
  for (const delta of words) yield say(`${type}.delta`, { ...part, delta }, true);
  const usage = { type: "duration", seconds: 3 };
  yield say(`${type}.completed`, { ...part, transcript: words.join(""), usage });
}

function* reply(
  itemId: string,
  previous: string,
  { replyId, words }: { readonly replyId: string; readonly words: readonly string[] },
): Generator<WireEvent> {
  const transcript = words.join("");
  const about = { response_id: replyId, item_id: itemId, output_index: 0, content_index: 0 };
  const response = { object: "realtime.response", id: replyId, metadata: null };
  const open = {
    id: itemId,
    type: "message",
    status: "in_progress",
    role: "assistant",
    content: [],
  };
  const done = { ...open, status: "completed", content: [{ type: "output_audio", transcript }] };
  const place = { response_id: replyId, output_index: 0 };
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  yield say("response.created", { response: begun });
  yield say("response.output_item.added", { ...place, item: open });
  yield say("conversation.item.added", { previous_item_id: previous, item: open });
  yield say("output_audio_buffer.started", { response_id: replyId });
  for (const delta of words) {
    yield say("response.output_audio_transcript.delta", { ...about, delta }, true);
  }
  yield say("response.output_audio_transcript.done", { ...about, transcript });
  yield say("conversation.item.done", { previous_item_id: previous, item: done });
  yield say("response.output_item.done", { ...place, item: done });
  const usage = { total_tokens: 200, input_tokens: 150, output_tokens: 50 };
  const ended = { ...response, status: "completed", output: [done], usage };
  yield say("response.done", { response: ended });
  yield say("output_audio_buffer.stopped", { response_id: replyId });
}

let eventCount = 0;

function say(type: string, fields: object, isDelta = false): WireEvent {
  eventCount += 1;
  const event = { type, event_id: `event_${eventCount.toString().padStart(21, "0")}`, ...fields };
  return { text: JSON.stringify(event), isDelta };
}

function chooseWords(number: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const word = WORDS[(number * 3 + index) % WORDS.length] ?? "";
    return index === 0 ? word : ` ${word}`;
  });
}

function nameItem(side: "U" | "A", number: number): string {
  return `item_${side}${pad(number)}`;
}

function pad(number: number): string {
  return number.toString().padStart(20, "0");
}
