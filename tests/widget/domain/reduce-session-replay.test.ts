import { expect } from "@open-wc/testing";
import fc from "fast-check";
import { loadRecording, RECORDINGS, Replay } from "./recordings.ts";

describe("reduceSession() on recorded calls", () => {
  for (const name of RECORDINGS) {
    it(`ends with the turns of ${name}, in order`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events, { type: "stop-requested" });
      expect(replay.turns).to.deep.equal(expected);
    });

    it(`reports each turn of ${name} once, numbered from 1, behind a turn it reported`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events, { type: "stop-requested" });
      const { reported } = replay;
      expect(reported.map((turn) => turn.sequence)).to.deep.equal(reported.map((_, i) => i + 1));
      expect(reported.map((turn) => turn.itemId)).to.have.members(
        expected.map((turn) => turn.itemId),
      );
      const known = new Set<string | null>([null, ...reported.map((turn) => turn.itemId)]);
      expect(reported.every((turn) => known.has(turn.previousItemId))).to.equal(true);
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

  it("loses no turn when transcripts come after everything else", async () => {
    const { events, expected } = await loadRecording("three-spoken-turns");
    const isLate = (type: string, speaker: unknown): boolean =>
      (type === "words-settled" || type === "words-arrived") && speaker === "learner";
    const late = events.filter((event) => isLate(event.type, Reflect.get(event, "speaker")));
    const rest = events.filter((event) => !late.includes(event));
    const replay = new Replay().connect().feed(...rest);
    expect(replay.turns.map((turn) => turn.status)).to.deep.equal([
      "awaiting",
      "final",
      "awaiting",
      "final",
      "awaiting",
      "final",
    ]);
    replay.feed(...late);
    expect(replay.turns).to.deep.equal(expected);
  });
});
