import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Move, Mood } from "../../supabase/functions/_shared/scenario/blocks.ts";
import { nextMood } from "../../supabase/functions/_shared/scenario/next-mood.ts";

const MOODS = [
  moodOf("cold", 6, { fromSeconds: 0, toSeconds: 60 }, [
    { on: "deescalation", id: "named-it", to: "warm" },
    { on: "latest-second", to: "warm" },
  ]),
  moodOf("warm", 6, { fromSeconds: 20, toSeconds: 90 }, [
    { on: "objection-settled", id: "price", to: "ready" },
    { on: "objective-marked", id: "need", to: "ready" },
    { on: "escalation", to: "cold" },
  ]),
  moodOf("ready", 2, { fromSeconds: 40, toSeconds: 120 }),
];

describe("nextMood()", () => {
  it("moves by one mood when a move fits", () => {
    assert.equal(nextMood(MOODS, "cold", { on: "deescalation", id: "named-it" }), "warm");
    assert.equal(nextMood(MOODS, "warm", { on: "objection-settled", id: "price" }), "ready");
    assert.equal(nextMood(MOODS, "warm", { on: "objective-marked", id: "need" }), "ready");
    assert.equal(nextMood(MOODS, "warm", { on: "escalation" }), "cold");
  });

  it("stays when nothing fits", () => {
    assert.equal(nextMood(MOODS, "cold", { on: "objection-settled", id: "price" }), "cold");
    assert.equal(nextMood(MOODS, "warm", { on: "objection-settled", id: "other" }), "warm");
    assert.equal(nextMood(MOODS, "ready", { on: "escalation" }), "ready");
    assert.equal(nextMood(MOODS, "unknown", { on: "escalation" }), "unknown");
  });

  it("moves by time when the window has ended, and not before", () => {
    assert.equal(nextMood(MOODS, "cold", { on: "latest-second", second: 59 }), "cold");
    assert.equal(nextMood(MOODS, "cold", { on: "latest-second", second: 60 }), "warm");
  });

  it("waits when the next mood may not have begun yet", () => {
    const event = { on: "objection-settled", id: "price" } as const;
    assert.equal(nextMood(MOODS, "warm", event, 39), "warm");
    assert.equal(nextMood(MOODS, "warm", event, 40), "ready");
  });
});

function moodOf(id: string, intensity: number, window: Mood["window"], moves?: Move[]): Mood {
  const texts = { mood: "m", says: "s", withholds: "w", entersWhen: "e", leavesWhen: "l" };
  return { id, intensity, window, ...texts, ...(moves === undefined ? {} : { moves }) };
}
