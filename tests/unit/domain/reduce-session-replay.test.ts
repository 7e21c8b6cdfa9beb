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

  it("learner line after the reply it caused (EL#660, EL#767, EL#775, EL#851, livekit/agents-js#28): the order is that of the links, though all words of the learner come last", async () => {
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

  it("two utterances before a reply leave “…” for ever (OA#106): each has its words, or says that none were understood", async () => {
    const { events, expected } = await loadRecording("reply-cancelled-unheard");
    const [first, second, reply] = expected;
    const words = events.filter((event) => event.type === "words-settled");
    const mine = words.filter((event) => event.speaker === "learner");
    const rest = events.filter((event) => !mine.some((late) => late === event));
    const itemId = first?.itemId ?? "";
    // The first one's words come when the reply is over already, or not at all.
    const late = new Replay().connect().feed(...rest, ...mine.toReversed());
    expect(late.turns).to.deep.equal(expected);
    const never = new Replay().connect().feed(...rest, ...mine.slice(1));
    never.feed({ type: "words-failed", itemId });
    expect(never.turns).to.deep.equal([
      { ...first, status: "unrecognized", text: "" },
      second,
      reply,
    ]);
    const silent = new Replay().connect().feed(...rest, ...mine.slice(1));
    silent.feed({ type: "stop-requested" });
    expect(silent.turns).to.deep.equal(never.turns);
  });

  for (const name of RECORDINGS.filter((recording) => recording.startsWith("barge-in")))
    it(`interrupt deletes text (OA#523, OA#674): what was said stays, marked, in ${name}`, async () => {
      const { events, expected } = await loadRecording(name);
      const replay = new Replay().connect().feed(...events);
      const cut = expected.filter(({ status }) => status === "interrupted");
      expect(cut).to.have.length(1);
      for (const turn of cut) {
        const { itemId } = turn;
        const emptied = { itemId, speaker: "persona", replyId: null, text: "" } as const;
        replay.feed({ type: "item-truncated", itemId }, { type: "words-settled", ...emptied });
        expect(replay.turns.find((other) => other.itemId === itemId)).to.deep.equal(turn);
      }
      expect(replay.turns).to.deep.equal(expected);
    });
});
