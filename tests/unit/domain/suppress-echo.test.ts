import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ExtensionEvent } from "../../../widget/src/domain/state/extension-event.ts";
import { reduceExtended } from "../../../widget/src/domain/reduce/reduce-extended.ts";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { SessionModel } from "../../../widget/src/domain/reduce/session-model.ts";
import type { LearnerInput } from "../../../widget/src/domain/state/session-state.ts";
import { Replay } from "./recordings.ts";

const SOUND = [
  { type: "reply-started", replyId: "r1" },
  { type: "playback-started", replyId: "r1" },
] as const;
const END = { type: "playback-stopped", replyId: "r1" } as const;

/** A connected call with its extension, whose persona has not said anything yet. */
class ExtendedCall {
  model: SessionModel;
  /** What was asked of the microphone, in order. */
  readonly microphone: boolean[] = [];

  constructor(input: LearnerInput = "voice") {
    this.model = new Replay("persona", input).connect().model;
  }

  feed(atMs: number, ...events: readonly (SessionEvent | ExtensionEvent)[]): this {
    for (const event of events) {
      const { model, effects } = reduceExtended(this.model, { ...event, atMs });
      this.model = model;
      for (const effect of effects) {
        if (effect.type === "set-microphone") this.microphone.push(effect.open);
      }
    }
    return this;
  }
}

describe("suppressEcho()", () => {
  it("reduceExtended() sends silence for two seconds of the persona's first sound, which would come back as the learner's (LK#1646, livekit/agents#3758, livekit/agents#315, openai/openai-realtime-agents#92)", () => {
    const call = new ExtendedCall().feed(1_000, ...SOUND);
    assert.deepEqual(call.microphone, [false]);
    call.feed(2_900, { type: "clock-ticked" });
    assert.deepEqual(call.microphone, [false]);
    call.feed(3_000, { type: "clock-ticked" });
    assert.deepEqual(call.microphone, [false, true]);
    assert.equal(call.model.state.muted, false);
  });

  it("reduceExtended() hears the learner at once when a short greeting is over, and suppresses nobody again", () => {
    const call = new ExtendedCall().feed(1_000, ...SOUND).feed(1_800, END);
    assert.deepEqual(call.microphone, [false, true]);
    call.feed(
      9_000,
      { type: "reply-started", replyId: "r2" },
      { type: "playback-started", replyId: "r2" },
    );
    assert.deepEqual(call.microphone, [false, true]);
  });

  it("reduceExtended() leaves a learner muted who muted meanwhile", () => {
    const call = new ExtendedCall()
      .feed(1_000, ...SOUND, { type: "microphone-muted" })
      .feed(1_800, END);
    assert.deepEqual(call.microphone, [false, false, false]);
  });

  it("reduceExtended() suppresses nobody who is heard by a button alone, or types", () => {
    for (const input of ["push-to-talk", "text"] as const) {
      const call = new ExtendedCall(input).feed(1_000, ...SOUND).feed(4_000, END);
      assert.deepEqual(call.microphone, [], input);
    }
  });
});
