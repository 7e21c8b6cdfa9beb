import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Move, Phase } from "../../supabase/functions/_shared/scenario/blocks.ts";
import { nextPhase } from "../../supabase/functions/_shared/scenario/next-phase.ts";

const PHASES = [
  phaseOf("cold", 6, { fromSeconds: 0, toSeconds: 60 }, [
    { on: "deescalation", id: "named-it", to: "warm" },
    { on: "latest-second", to: "warm" },
  ]),
  phaseOf("warm", 6, { fromSeconds: 20, toSeconds: 90 }, [
    { on: "objection-settled", id: "price", to: "ready" },
    { on: "objective-marked", id: "need", to: "ready" },
    { on: "escalation", to: "cold" },
  ]),
  phaseOf("ready", 2, { fromSeconds: 40, toSeconds: 120 }),
];

describe("nextPhase()", () => {
  it("moves by one phase when a move fits", () => {
    assert.equal(nextPhase(PHASES, "cold", { on: "deescalation", id: "named-it" }), "warm");
    assert.equal(nextPhase(PHASES, "warm", { on: "objection-settled", id: "price" }), "ready");
    assert.equal(nextPhase(PHASES, "warm", { on: "objective-marked", id: "need" }), "ready");
    assert.equal(nextPhase(PHASES, "warm", { on: "escalation" }), "cold");
  });

  it("stays when nothing fits", () => {
    assert.equal(nextPhase(PHASES, "cold", { on: "objection-settled", id: "price" }), "cold");
    assert.equal(nextPhase(PHASES, "warm", { on: "objection-settled", id: "other" }), "warm");
    assert.equal(nextPhase(PHASES, "ready", { on: "escalation" }), "ready");
    assert.equal(nextPhase(PHASES, "unknown", { on: "escalation" }), "unknown");
  });

  it("moves by time when the window has ended, and not before", () => {
    assert.equal(nextPhase(PHASES, "cold", { on: "latest-second", second: 59 }), "cold");
    assert.equal(nextPhase(PHASES, "cold", { on: "latest-second", second: 60 }), "warm");
  });

  it("waits when the next phase may not have begun yet", () => {
    const event = { on: "objection-settled", id: "price" } as const;
    assert.equal(nextPhase(PHASES, "warm", event, 39), "warm");
    assert.equal(nextPhase(PHASES, "warm", event, 40), "ready");
  });
});

function phaseOf(id: string, intensity: number, window: Phase["window"], moves?: Move[]): Phase {
  const texts = { mood: "m", says: "s", withholds: "w", entersWhen: "e", leavesWhen: "l" };
  return { id, intensity, window, ...texts, ...(moves === undefined ? {} : { moves }) };
}
