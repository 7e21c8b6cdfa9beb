import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { reduceExtended } from "../../../widget/src/domain/reduce/reduce-extended.ts";
import type { SessionEffect } from "../../../widget/src/domain/state/session-effect.ts";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";
import { Replay } from "./recordings.ts";

/** Lets a connected call hear wire events, and tells its turns and what was stored of them. */
function play(wire: readonly object[]) {
  const dialect = createRealtimeDialect(() => undefined);
  let { model } = new Replay("learner").connect();
  const effects: SessionEffect[] = [];
  let atMs = 1_000;
  for (const event of wire.flatMap((each) => dialect.hear(JSON.stringify(each)).events)) {
    atMs += 100;
    const next = reduceExtended(model, { ...event, atMs });
    model = next.model;
    effects.push(...next.effects);
  }
  const stored = effects.flatMap((effect) => (effect.type === "store-turn" ? [effect.turn] : []));
  return { turns: model.state.turns, stored };
}

/** A spoken turn up to its words; `arrival` is what the server calls the coming of an item. */
function speak(itemId: string, previousItemId: string | null, arrival: string): readonly object[] {
  const at = { item_id: itemId, previous_item_id: previousItemId };
  const content = [{ type: "input_audio", transcript: null }];
  const item = { id: itemId, type: "message", role: "user", content };
  return [
    { type: "input_audio_buffer.speech_started", item_id: itemId },
    { type: "input_audio_buffer.speech_stopped", item_id: itemId },
    ...(arrival === "none" ? [{ type: "input_audio_buffer.committed", ...at }] : []),
    ...(arrival === "none" ? [] : [{ type: arrival, item, previous_item_id: previousItemId }]),
  ];
}

function transcribe(itemId: string, transcript: string): object {
  const type = "conversation.item.input_audio_transcription.completed";
  return { type, item_id: itemId, content_index: 0, transcript };
}

describe("reviseTurn()", () => {
  it("reduceExtended() puts the later, longer words in the place of the earlier, on the screen and in the records", () => {
    const { turns, stored } = play([
      ...speak("u1", null, "none"),
      transcribe("u1", "What does"),
      ...speak("u2", "u1", "none"),
      transcribe("u2", "And delivery?"),
      transcribe("u1", "What does it cost you?"),
    ]);
    assert.deepEqual(
      turns.map(({ text }) => text),
      ["What does it cost you?", "And delivery?"],
    );
    assert.deepEqual(
      stored.map(({ sequence, itemId, previousItemId, text }) => [
        sequence,
        itemId,
        previousItemId,
        text,
      ]),
      [
        [1, "u1", null, "What does"],
        [2, "u2", "u1", "And delivery?"],
        [3, "u1", null, "What does it cost you?"],
      ],
    );
  });

  it("reduceExtended() takes nothing away again, and stores nothing twice", () => {
    const { turns, stored } = play([
      ...speak("u1", null, "none"),
      transcribe("u1", "Hello there."),
      transcribe("u1", "Hello there."),
      transcribe("u1", " "),
    ]);
    assert.deepEqual(
      turns.map(({ text }) => text),
      ["Hello there."],
    );
    assert.equal(stored.length, 1);
  });

  it("reduceExtended() understands words that come after it had given them up", () => {
    const failed = { type: "conversation.item.input_audio_transcription.failed", item_id: "u1" };
    const { turns } = play([...speak("u1", null, "none"), failed, transcribe("u1", "Hello.")]);
    assert.deepEqual(
      turns.map(({ text, status }) => [text, status]),
      [["Hello.", "final"]],
    );
  });

  it("reduceExtended() shows the last words of each turn, however often and in whatever order a server says them", () => {
    const said = fc.array(
      fc.tuple(
        fc.constantFrom("u1", "u2", "u3"),
        fc.constantFrom("one", "one two", "one two three"),
      ),
      { maxLength: 12 },
    );
    const arrival = fc.constantFrom("conversation.item.added", "conversation.item.created", "none");
    fc.assert(
      fc.property(said, arrival, (completions, name) => {
        const { turns, stored } = play([
          ...speak("u1", null, name),
          ...speak("u2", "u1", name),
          ...speak("u3", "u2", name),
          ...completions.map(([itemId, text]) => transcribe(itemId, text)),
        ]);
        const last = new Map<string, string>(completions);
        assert.deepEqual(
          turns.map(({ itemId }) => itemId),
          ["u1", "u2", "u3"],
        );
        for (const { itemId, text } of turns) assert.equal(text, last.get(itemId) ?? "");
        assert.deepEqual(
          stored.map(({ sequence }) => sequence),
          stored.map((_, index) => index + 1),
        );
        const kept = new Map(stored.map(({ itemId, text }) => [itemId, text]));
        for (const [itemId, text] of kept) assert.equal(text, last.get(itemId));
      }),
    );
  });
});
