import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  MOST_FAILURES,
  REPLY_PATIENCE_MS,
} from "../../../widget/src/domain/reduce/reduce-replies.ts";
import { reduceExtended } from "../../../widget/src/domain/reduce/reduce-extended.ts";
import type { SessionModel } from "../../../widget/src/domain/reduce/session-model.ts";
import type { CallEvent } from "../../../widget/src/domain/state/call-event.ts";
import type { ExtensionEvent } from "../../../widget/src/domain/state/extension-event.ts";
import type { SessionEffect } from "../../../widget/src/domain/state/session-effect.ts";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { LearnerInput } from "../../../widget/src/domain/state/session-state.ts";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";
import { Replay } from "./recordings.ts";

/** The longest pause before a reply is asked for again, and the second between two looks at the clock. */
const SPACING_MS = 6_000;

/** How a service treats one request for a reply. */
const OUTCOMES = [
  "well",
  "failed",
  "failed-midway",
  "incomplete",
  "incomplete-midway",
  "hung",
  "hung-midway",
  "silent",
  "refused-namelessly",
] as const;
type Outcome = (typeof OUTCOMES)[number];
const GOOD: readonly Outcome[] = ["well", "incomplete-midway"];

/** A typed call whose service does as it is told, on a clock that is moved by hand. */
class Call {
  model: SessionModel;
  atMs = 1_000;
  readonly asksMs: number[] = [];
  readonly effects: SessionEffect[] = [];
  readonly #outcomes: Outcome[];
  readonly #dialect = createRealtimeDialect();
  #replies = 0;

  constructor(outcomes: readonly Outcome[], input: LearnerInput = "text") {
    this.#outcomes = [...outcomes];
    this.model = new Replay("persona", input).connect().model;
    this.#send(this.#dialect.say({ type: "invite-persona" }));
  }

  get warnings(): number {
    return this.effects.filter(
      (effect) =>
        effect.type === "notify" &&
        effect.notice.type === "warning" &&
        effect.notice.code === "reply_failed",
    ).length;
  }

  feed(...events: readonly (SessionEvent | ExtensionEvent)[]): this {
    for (const event of events) {
      const { model, effects } = reduceExtended(this.model, { ...event, atMs: this.atMs });
      this.model = model;
      this.effects.push(...effects);
      for (const effect of effects) {
        if (effect.type === "send-intent") this.#send(this.#dialect.say(effect.intent));
      }
    }
    return this;
  }

  type(): this {
    return this.feed({ type: "text-entered", text: "Are you there?" });
  }

  /** Lets time pass, with a look at the clock every second. */
  pass(seconds: number): this {
    for (let passed = 0; passed < seconds; passed += 1) {
      this.atMs += 1_000;
      this.feed({ type: "clock-ticked" });
    }
    return this;
  }

  hear(event: object): this {
    const { events, outgoing } = this.#dialect.hear(JSON.stringify(event));
    this.feed(...events);
    this.#send(outgoing);
    return this;
  }

  #send(texts: readonly string[]): void {
    for (const text of texts) {
      if (text.includes('"response.create"')) this.#reply(this.#outcomes.shift() ?? "well");
    }
  }

  #reply(outcome: Outcome): void {
    this.asksMs.push(this.atMs);
    this.#replies += 1;
    const id = `resp_${this.#replies.toString()}`;
    if (outcome === "silent") return;
    if (outcome === "refused-namelessly") {
      const error = { type: "server_error", code: "rate_limit_exceeded", event_id: null };
      this.hear({ type: "error", error });
      return;
    }
    this.hear({ type: "response.created", response: { id } });
    const [status = "", isMidway] = outcome === "well" ? ["completed", "yes"] : outcome.split("-");
    const item = { id: `item_${this.#replies.toString()}`, type: "message", role: "assistant" };
    if (isMidway !== undefined) {
      this.hear({ type: "response.output_item.added", response_id: id, item });
      const about = { response_id: id, item_id: item.id, content_index: 0 };
      this.hear({ type: "response.output_text.delta", ...about, delta: "Hello, who is" });
    }
    if (status !== "hung") this.hear({ type: "response.done", response: { id, status } });
  }
}

const FAILED_REPLY = (replyId: string): readonly CallEvent[] => [
  { type: "reply-started", replyId },
  { type: "reply-ended", replyId, outcome: "failed" },
];

describe("followReplies()", () => {
  it("reduceExtended() asks again for an opening that failed, later each time, and ends the call with the third", () => {
    const call = new Call(["failed", "failed", "failed"]).pass(60);
    assert.deepEqual(call.asksMs, [1_000, 3_000, 8_000]);
    const { phase, endReason, replyTrouble } = call.model.state;
    assert.deepEqual(
      { phase, endReason, replyTrouble },
      {
        phase: "ending",
        endReason: "failed",
        replyTrouble: "given-up",
      },
    );
    assert.equal(call.warnings, 3);
  });

  for (const outcome of ["hung", "silent", "refused-namelessly", "incomplete"] as const) {
    it(`reduceExtended() asks again in time when a reply is ${outcome}`, () => {
      const call = new Call(["well", outcome, "well"]).pass(5).type();
      assert.equal(call.model.state.activity, outcome === "incomplete" ? "idle" : "thinking");
      call.pass(19);
      assert.equal(call.asksMs.length, 3);
      assert.equal(call.model.state.activity, "idle");
      assert.equal(call.model.state.replyTrouble, "none");
      assert.equal(call.warnings, 1);
    });
  }

  it("reduceExtended() counts anew once the customer has said something", () => {
    const call = new Call(["failed", "failed", "well"]).pass(9);
    assert.equal(call.model.state.replyTrouble, "none");
    assert.equal(call.model.extension.replies.failures, 0);
  });

  it("reduceExtended() keeps what was said of a reply that broke off, as interrupted", () => {
    for (const outcome of ["incomplete-midway", "failed-midway", "hung-midway"] as const) {
      const call = new Call([outcome]).pass(24);
      const [turn] = call.model.state.turns;
      assert.deepEqual([turn?.text, turn?.status], ["Hello, who is", "interrupted"], outcome);
    }
  });

  it("reduceExtended() asks for nothing while the learner speaks, whose turn brings a reply of its own", () => {
    const call = new Call(["well", "well"], "voice").pass(1);
    const before = call.asksMs.length;
    call.feed(...FAILED_REPLY("r1"), { type: "learner-speech-started", itemId: "u1" }).pass(20);
    assert.equal(call.asksMs.length, before);
    call.feed(
      { type: "learner-speech-stopped", itemId: "u1" },
      { type: "learner-speech-committed", itemId: "u1" },
      { type: "reply-started", replyId: "r2" },
      { type: "playback-started", replyId: "r2" },
    );
    call.pass(10);
    assert.equal(call.asksMs.length, before);
  });

  it("reduceExtended() takes a customer who was heard for heard, also where the end of the reply never comes", () => {
    const call = new Call(["silent"], "voice").feed(
      { type: "reply-started", replyId: "r1" },
      { type: "playback-started", replyId: "r1" },
      { type: "playback-stopped", replyId: "r1" },
    );
    call.pass(60);
    assert.equal(call.warnings, 0);
  });

  it("reduceExtended() waits for no reply after one that spoke and called a tool", () => {
    const call = new Call(["silent"], "voice").feed(
      { type: "reply-started", replyId: "r1" },
      {
        type: "words-arrived",
        itemId: "i1",
        speaker: "persona",
        replyId: "r1",
        words: "One moment.",
      },
      { type: "tool-called", callId: "c1", replyId: "r1", tool: "move", input: "{}" },
      { type: "playback-started", replyId: "r1" },
      { type: "reply-ended", replyId: "r1", outcome: "completed" },
      { type: "playback-stopped", replyId: "r1" },
      { type: "tool-answered", callId: "c1", by: "persona", response: TOOL_RESPONSE },
    );
    call.pass(60);
    assert.equal(call.warnings, 0);
  });

  it("reduceExtended() misses the reply that follows a silent call of a tool", () => {
    const call = new Call(["silent"], "voice").feed(
      { type: "reply-started", replyId: "r1" },
      { type: "tool-called", callId: "c1", replyId: "r1", tool: "move", input: "{}" },
      { type: "reply-ended", replyId: "r1", outcome: "completed" },
      { type: "tool-answered", callId: "c1", by: "persona", response: TOOL_RESPONSE },
    );
    call.pass(19);
    assert.equal(call.warnings, 1);
  });

  it("reduceExtended() takes the late end of a reply that it gave up for nothing", () => {
    const call = new Call(["hung", "hung"]).pass(19);
    assert.equal(call.asksMs.length, 2);
    call.hear({ type: "response.done", response: { id: "resp_1", status: "cancelled" } });
    call.pass(14);
    assert.equal(call.warnings, 1);
    call.pass(2);
    assert.equal(call.warnings, 2);
  });

  it("reduceExtended() never asks a service that fails more often than it may, and lets nobody wait for ever", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 14 }),
        fc.array(fc.nat({ max: 25 }), { maxLength: 10 }),
        (outcomes, pauses) => {
          const call = new Call(outcomes);
          let thinkingMs = 0;
          for (const seconds of [...pauses, 70]) {
            for (let passed = 0; passed < seconds; passed += 1) {
              const { activity } = call.pass(1).model.state;
              thinkingMs = activity === "thinking" ? thinkingMs + 1_000 : 0;
              assert.ok(thinkingMs <= REPLY_PATIENCE_MS + SPACING_MS, "it thinks for ever");
            }
            if (seconds < 70) {
              call.type();
              thinkingMs = 0;
            }
          }
          const asked = call.asksMs.map((_, index) => outcomes[index] ?? "well");
          assert.ok(longestRow(asked) <= MOST_FAILURES, asked.join(" "));
          const isOver = call.model.state.phase !== "in-call";
          assert.equal(isOver, longestRow(asked) === MOST_FAILURES);
          if (!isOver) assert.equal(call.model.state.replyTrouble, "none");
        },
      ),
      { numRuns: 300 },
    );
  });
});

function longestRow(asked: readonly Outcome[]): number {
  let longest = 0;
  let row = 0;
  for (const outcome of asked) {
    row = GOOD.includes(outcome) ? 0 : row + 1;
    longest = Math.max(longest, row);
  }
  return longest;
}

const TOOL_RESPONSE = {
  output: "{}",
  progress: { objectives: [], steps: [] },
  ends: false,
  details: {},
  card: null,
};
