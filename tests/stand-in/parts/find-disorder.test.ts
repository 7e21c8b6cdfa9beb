import assert from "node:assert/strict";
import { test } from "node:test";
import type { SentServerEvent } from "../../../demo/stand-in/realtime/wire.ts";
import { checkEvents } from "../../kit/provider/check-events.ts";
import { TestSession } from "../../kit/provider/test-session.ts";

/** The events of one spoken turn with everything on. */
async function recordTurn(): Promise<SentServerEvent[]> {
  const call = new TestSession({
    session: { audio: { input: { transcription: { model: "gpt-transcribe" } } } },
    heard: "How much is it?",
  });
  await call.speak();
  await call.run(3000);
  call.check();
  return call.events;
}

type Type = SentServerEvent["type"];
type Change = (events: SentServerEvent[]) => SentServerEvent[];

const move =
  (moved: Type, before: Type): Change =>
  (events) => {
    const event = events.find(({ type }) => type === moved);
    const others = events.filter((candidate) => candidate !== event);
    const at = others.findIndex(({ type }) => type === before);
    return event ? [...others.slice(0, at), event, ...others.slice(at)] : events;
  };
const drop =
  (dropped: Type): Change =>
  (events) =>
    events.filter(({ type }) => type !== dropped);
const edit =
  (edited: Type, change: Record<string, unknown>): Change =>
  (events) =>
    events.map((event) => (event.type === edited ? { ...event, ...change } : event));

const VIOLATIONS: readonly [string, Change][] = [
  ["the greeting is late", move("session.created", "response.created")],
  [
    "speech stops before it starts",
    move("input_audio_buffer.speech_stopped", "input_audio_buffer.speech_started"),
  ],
  [
    "the item is done before it is committed",
    move("conversation.item.done", "input_audio_buffer.committed"),
  ],
  [
    "a part is added before its item",
    move("response.content_part.added", "response.output_item.added"),
  ],
  [
    "the audio ends after the part",
    move("response.content_part.done", "response.output_audio.done"),
  ],
  [
    "the output ends before its item",
    move("response.output_item.done", "response.content_part.done"),
  ],
  ["the response is done before its output", move("response.done", "response.output_item.done")],
  ["rate limits come first", move("rate_limits.updated", "response.done")],
  [
    "playing begins before the words",
    move("output_audio_buffer.started", "response.content_part.added"),
  ],
  [
    "playing stops before the response is done",
    move("output_audio_buffer.stopped", "response.done"),
  ],
  ["an output never ends", drop("response.output_item.done")],
  ["words are missing", drop("response.output_audio_transcript.delta")],
  ["the response was never announced", drop("response.created")],
  [
    "an item follows an unknown one",
    edit("conversation.item.added", { previous_item_id: "item_x" }),
  ],
  [
    "the transcript differs",
    edit("conversation.item.input_audio_transcription.completed", { transcript: "Other." }),
  ],
  ["a field is missing", edit("response.content_part.added", { part: undefined })],
  ["a field is unknown", edit("input_audio_buffer.committed", { loud: true })],
  ["an id has another shape", edit("output_audio_buffer.started", { event_id: "event_1" })],
  [
    "a delta lacks its filler",
    edit("response.output_audio_transcript.delta", { obfuscation: undefined }),
  ],
];

for (const [what, change] of VIOLATIONS)
  test(`checkEvents() fails when ${what}`, async () => {
    const changed = change([...(await recordTurn())]);
    assert.throws(() => {
      checkEvents(changed);
    });
  });
