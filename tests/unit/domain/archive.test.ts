import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallEvent } from "../../../widget/src/domain/state/call-event.ts";
import { Replay } from "./recordings.ts";

/** A spoken exchange as the provider tells it: the learner's words, then the persona's reply until it was heard. */
function exchange(number: number, previousItemId: string | null): CallEvent[] {
  const learner = `item_U${number.toString()}`;
  const persona = `item_A${number.toString()}`;
  const replyId = `resp_${number.toString()}`;
  return [
    { type: "learner-speech-started", itemId: learner },
    { type: "learner-speech-stopped", itemId: learner },
    { type: "item-placed", itemId: learner, previousItemId, speaker: "learner" },
    {
      type: "words-settled",
      itemId: learner,
      speaker: "learner",
      replyId: null,
      text: "How are you?",
    },
    { type: "reply-started", replyId },
    { type: "reply-item-named", replyId, itemId: persona, speaker: "persona" },
    { type: "item-placed", itemId: persona, previousItemId: learner, speaker: "persona" },
    { type: "playback-started", replyId },
    { type: "words-arrived", itemId: persona, speaker: "persona", replyId, words: "Well" },
    { type: "words-settled", itemId: persona, speaker: "persona", replyId, text: "Well." },
    { type: "reply-ended", replyId, outcome: "completed" },
    { type: "playback-stopped", replyId },
  ];
}

function talk(count: number): CallEvent[] {
  return Array.from({ length: count }, (_, index) =>
    exchange(index, index === 0 ? null : `item_A${(index - 1).toString()}`),
  ).flat();
}

describe("archive()", () => {
  it("archive() keeps the open part of a talk small, however long the talk is", () => {
    const { transcript, state } = new Replay().connect().feed(...talk(300)).model;
    assert.ok(transcript.items.size < 3);
    assert.ok(transcript.replies.size < 3);
    assert.equal(transcript.history.turns.length, 600);
    assert.equal(state.turns.length, 600);
  });

  it("archive() shows a past turn as the same object for ever", () => {
    const replay = new Replay().connect().feed(...talk(20));
    const before = replay.model.state.turns;
    replay.feed(...exchange(20, "item_A19"));
    const after = replay.model.state.turns.slice(0, 40);
    assert.equal(after.length, before.length);
    assert.ok(after.every((turn, index) => turn === before[index]));
  });

  it("archive() lets late echoes change nothing that is past", () => {
    const replay = new Replay().connect().feed(...talk(5));
    const { turns } = replay.model.state;
    const [first] = talk(1);
    if (first === undefined) throw new Error("no event");
    replay.feed(
      first,
      { type: "item-placed", itemId: "item_U0", previousItemId: "item_A3", speaker: "learner" },
      { type: "item-truncated", itemId: "item_A2" },
      { type: "playback-started", replyId: "resp_2" },
    );
    assert.equal(replay.model.state.turns, turns);
    assert.equal(replay.model.state.activity, "idle");
    assert.equal(replay.reported.length, 10);
  });

  it("archive() waits for a turn whose words are still to come", () => {
    const events = talk(3).filter(
      (event) => !(event.type === "words-settled" && event.itemId === "item_U1"),
    );
    const replay = new Replay().connect().feed(...events);
    assert.equal(replay.model.transcript.history.turns.length, 2);
    assert.equal(replay.turns.map(({ status }) => status)[2], "awaiting");
    replay.feed({
      type: "words-settled",
      itemId: "item_U1",
      speaker: "learner",
      replyId: null,
      text: "Late.",
    });
    assert.equal(replay.model.transcript.history.turns.length, 6);
    assert.equal(replay.turns.map(({ text }) => text)[2], "Late.");
  });

  it("archive() puts what follows an earlier turn behind all that is past", () => {
    const replay = new Replay().connect().feed(...talk(2));
    replay.feed(...exchange(7, "item_A0"), ...exchange(2, "item_A1"));
    const added = replay.turns.map(({ itemId }) => itemId).slice(4);
    assert.deepEqual(added.sort(), ["item_A2", "item_A7", "item_U2", "item_U7"]);
    assert.equal(new Set(replay.reported.map(({ sequence }) => sequence)).size, 8);
  });
});
