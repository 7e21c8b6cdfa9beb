import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadRecording, RECORDINGS, Replay } from "./recordings.ts";

describe("reduceSession() on recorded calls", () => {
  for (const name of RECORDINGS) {
    it(`ends with the turns of ${name}, in order`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events, { type: "stop-requested" });
      assert.deepEqual(replay.turns, expected);
    });

    it(`reports each turn of ${name} once, numbered from 1, behind a turn it reported`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events, { type: "stop-requested" });
      const { reported } = replay;
      assert.deepEqual(
        reported.map((turn) => turn.sequence),
        reported.map((_, i) => i + 1),
      );
      assert.deepEqual(
        reported.map((turn) => turn.itemId).sort(),
        expected.map((turn) => turn.itemId).sort(),
      );
      const known = new Set<string | null>([null, ...reported.map((turn) => turn.itemId)]);
      assert.equal(
        reported.every((turn) => known.has(turn.previousItemId)),
        true,
      );
    });

    it(`gives the same turns for ${name} whatever the order of arrival`, async () => {
      const { events, expected } = await loadRecording(name);
      fc.assert(
        fc.property(fc.shuffledSubarray([...events], { minLength: events.length }), (shuffled) => {
          const replay = new Replay().connect();
          for (const event of shuffled) replay.feed(event);
          replay.feed({ type: "stop-requested" });
          return (
            JSON.stringify(replay.turns) === JSON.stringify(expected) &&
            expected.every(({ itemId }) => replay.reported.some((turn) => turn.itemId === itemId))
          );
        }),
        { numRuns: 60 },
      );
    });
  }

  it("learner line after the reply it caused (EL#660, EL#767, EL#775, EL#851, livekit/agents-js#28): the order is that of the links, though all words of the learner come last", async () => {
    const { events, expected } = await loadRecording("three-spoken-turns");
    const isLate = (type: string, speaker: unknown): boolean =>
      (type === "words-settled" || type === "words-arrived") && speaker === "learner";
    const late = events.filter((event) => isLate(event.type, Reflect.get(event, "speaker")));
    const rest = events.filter((event) => !late.includes(event));
    const replay = new Replay().connect().feed(...rest);
    assert.deepEqual(
      replay.turns.map((turn) => turn.status),
      ["awaiting", "final", "awaiting", "final", "awaiting", "final"],
    );
    replay.feed(...late);
    assert.deepEqual(replay.turns, expected);
  });

  it("two utterances before a reply leave “…” for ever (OA#106): each has its words, or says that none were understood", async () => {
    const { events, expected } = await loadRecording("reply-cancelled-unheard");
    const [first, second, reply] = expected;
    const words = events.filter((event) => event.type === "words-settled");
    const mine = words.filter((event) => event.speaker === "learner");
    const rest = events.filter((event) => !mine.some((late) => late === event));
    const itemId = first?.itemId ?? "";
    // The first one's words come when the reply is over already, or not at all.
    const late = new Replay().connect().feed(...rest, ...mine.toReversed());
    assert.deepEqual(late.turns, expected);
    const never = new Replay().connect().feed(...rest, ...mine.slice(1));
    never.feed({ type: "words-failed", itemId });
    assert.deepEqual(never.turns, [{ ...first, status: "unrecognized", text: "" }, second, reply]);
    const silent = new Replay().connect().feed(...rest, ...mine.slice(1));
    silent.feed({ type: "stop-requested" });
    assert.deepEqual(silent.turns, never.turns);
  });

  for (const name of RECORDINGS.filter((recording) => recording.startsWith("barge-in")))
    it(`interrupt deletes text (OA#523, OA#674): what was said stays, marked, in ${name}`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events);
      const cut = expected.filter(({ status }) => status === "interrupted");
      assert.equal(cut.length, 1);
      for (const turn of cut) {
        const { itemId } = turn;
        const emptied = { itemId, speaker: "persona", replyId: null, text: "" } as const;
        replay.feed({ type: "item-truncated", itemId }, { type: "words-settled", ...emptied });
        assert.deepEqual(
          replay.turns.find((other) => other.itemId === itemId),
          turn,
        );
      }
      assert.deepEqual(replay.turns, expected);
    });
});
