import assert from "node:assert/strict";
import {
  type PicturedPractice,
  toTimeline,
} from "../../supabase/functions/_shared/scoring/to-timeline.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";
import { Timeline } from "../../supabase/functions/_shared/contract/timeline.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const [FIRST, SECOND] = STORED_SCENARIO.private.phases;
const DOUBT = STORED_SCENARIO.private.objections[0];
const AIM = STORED_SCENARIO.public.objectives[0];
assert.ok(FIRST && DOUBT && AIM);

function turn(
  itemId: string,
  speaker: TranscriptTurn["speaker"],
  startedAtMs: number,
  endedAtMs: number | null,
): TranscriptTurn {
  return {
    itemId,
    speaker,
    state: "final",
    text: "Words.",
    startedAtMs,
    endedAtMs,
    source: "observed",
  };
}

const TURNS = [
  turn("i1", "persona", 0, 2_000),
  turn("i2", "learner", 3_000, 8_000),
  turn("i3", "persona", 9_500, 14_000),
  turn("i4", "learner", 15_000, 21_500),
];

function practice(changes: Partial<PicturedPractice> = {}): PicturedPractice {
  return {
    scenario: STORED_SCENARIO,
    turns: TURNS,
    progress: { objectives: [], moods: [{ phase: FIRST?.id ?? "", second: 0 }], moments: [] },
    ...{ seed: 7, variables: {} },
    ...changes,
  };
}

function happened(...moments: PicturedPractice["progress"]["moments"]): PicturedPractice {
  return practice({ progress: { ...practice().progress, moments } });
}

Deno.test("toTimeline() lays what was heard on the time of the call", () => {
  const timeline = toTimeline(practice());
  assert.deepEqual(Timeline.parse(timeline), timeline);
  assert.equal(timeline?.durationMs, 21_500);
  assert.deepEqual(timeline?.turns[1], {
    id: "i2",
    speaker: "learner",
    startMs: 3_000,
    endMs: 8_000,
  });
  assert.deepEqual(timeline?.mood, [{ atMs: 0, open: 1 - FIRST.intensity / 10 }]);
});

Deno.test("toTimeline() draws nobody's turns when the sound of one was not measured", () => {
  const turns = [...TURNS.slice(0, 3), turn("i4", "learner", 15_000, null)];
  assert.deepEqual(toTimeline(practice({ turns }))?.turns, []);
});

Deno.test("toTimeline() takes no time for what was typed", () => {
  const turns = TURNS.map((one) => ({ ...one, endedAtMs: one.startedAtMs }));
  const timeline = toTimeline(practice({ turns }));
  assert.deepEqual([timeline?.turns, timeline?.durationMs], [[], 15_000]);
});

Deno.test(
  "toTimeline() names a doubt with its turn when it was raised, and when it was settled",
  () => {
    const timeline = toTimeline(
      happened(
        { kind: "objection_raised", id: DOUBT.id, second: 9 },
        { kind: "objection_settled", id: DOUBT.id, second: 16 },
        { kind: "objection_raised", id: "unknown", second: 17 },
      ),
    );
    const [doubt, ...others] = timeline?.doubts ?? [];
    assert.equal(others.length, 0);
    assert.ok(doubt);
    assert.ok(doubt.text !== "" && !doubt.text.includes("{{"));
    assert.deepEqual([doubt.raisedMs, doubt.settledMs, doubt.turn], [9_000, 16_000, "i3"]);
  },
);

Deno.test("toTimeline() words a doubt as the session drew it when a page gave it a value", () => {
  const objections = [{ id: "price", variants: ["In {{city}} nobody pays that."] }];
  const city = { about: "Where the talk is.", default: "Lyon", maxLength: 20 };
  const scenario = {
    ...STORED_SCENARIO,
    private: { ...STORED_SCENARIO.private, objections, variables: { city } },
  };
  const { progress } = happened({ kind: "objection_raised", id: "price", second: 9 });
  const drawn = toTimeline(practice({ scenario, progress, variables: { city: "Nantes" } }));
  assert.equal(drawn?.doubts[0]?.text, "In Nantes nobody pays that.");
});

Deno.test(
  "toTimeline() leads an aim to the learner's words before it, and lists what was missed",
  () => {
    const reached = toTimeline(happened({ kind: "objective_reached", id: AIM.id, second: 14 }));
    assert.deepEqual(reached?.aims[0], { ...AIM, atMs: 14_000, turn: "i2" });
    assert.deepEqual(toTimeline(practice())?.aims[0], { ...AIM, atMs: null, turn: null });
  },
);

Deno.test(
  "toTimeline() leaves out a mood that nobody knows or that came after the last word",
  () => {
    const moods = [
      { phase: FIRST.id, second: 0 },
      { phase: "gone", second: 4 },
      { phase: SECOND?.id ?? FIRST.id, second: 90 },
    ];
    const timeline = toTimeline(practice({ progress: { ...practice().progress, moods } }));
    assert.deepEqual(timeline?.mood.length, 1);
  },
);

Deno.test("toTimeline() draws nothing when nothing took place", () => {
  assert.equal(toTimeline(practice({ turns: [] })), null);
});
