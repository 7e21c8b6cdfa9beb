import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { Phase } from "../../../widget/src/domain/state/session-state.ts";
import { Replay } from "./recordings.ts";

const DEVICES = [
  { id: "built-in", label: "Built-in" },
  { id: "headset", label: "Headset" },
];

/** The intents that were sent since the last `clear()`. */
function intents(replay: Replay): readonly string[] {
  return replay.effects.flatMap((effect) =>
    effect.type === "send-intent" ? [effect.intent.type] : [],
  );
}

/** Whether the microphone lets sound through, by what was last asked of it. */
function isOpen(replay: Replay): boolean | null {
  const asked = replay.effects.filter((effect) => effect.type === "set-microphone");
  return asked.at(-1)?.open ?? null;
}

/** A practice whose learner checks the microphone. */
function checking(...more: readonly SessionEvent[]): Replay {
  return new Replay()
    .feed({ type: "practice-begun" }, { type: "consent-given", check: true })
    .feed(...more);
}

describe("reduceMicrophone()", () => {
  it("reduceSession() unlocks sound and opens the microphone when consent leads to the check", () => {
    const replay = checking();
    assert.equal(replay.model.state.phase, "microphone-check");
    assert.deepEqual(replay.effectTypes, ["begin-attempt", "prepare-call", "open-microphone"]);
  });

  it("reduceSession() offers the call ahead whenever a microphone opens in the check", () => {
    const replay = checking().clear();
    replay.feed({ type: "microphone-opened", deviceId: "headset" });
    replay.feed({ type: "microphone-opened", deviceId: "webcam" });
    assert.deepEqual(replay.effectTypes, ["offer-call", "offer-call"]);
  });

  it("reduceSession() keeps the choice and calls when the check is left", () => {
    const replay = checking({ type: "microphone-opened", deviceId: "headset" }).clear();
    replay.feed({ type: "call-requested" });
    assert.equal(replay.model.state.phase, "connecting");
    assert.deepEqual(replay.effectTypes, ["remember-microphone", "open-call"]);
    assert.equal(replay.model.terms.checkDue, false);
  });

  it("reduceSession() waits for the microphone when the check is left before it opened", () => {
    const replay = checking({ type: "call-requested" });
    assert.equal(replay.model.state.phase, "requesting-microphone");
    replay.feed({ type: "microphone-opened", deviceId: null });
    assert.equal(replay.model.state.phase, "connecting");
  });

  it("reduceSession() frees the microphone when the learner goes back from the check", () => {
    const replay = checking().clear().feed({ type: "stop-requested" });
    assert.equal(replay.model.state.phase, "brief");
    assert.deepEqual(replay.effectTypes, ["close-call", "abandon-session"]);
  });

  it("reduceSession() takes another microphone when one is chosen, and keeps the old one when it refuses", () => {
    const replay = checking({ type: "microphone-opened", deviceId: "built-in" }).clear();
    replay.feed({ type: "microphone-chosen", deviceId: "headset" });
    assert.deepEqual(replay.effects, [{ type: "replace-microphone", deviceId: "headset" }]);
    replay.feed({ type: "microphone-refused", code: "mic_busy" });
    assert.partialDeepStrictEqual(replay.model.state.microphone, {
      status: "open",
      deviceId: "built-in",
      trouble: "mic_busy",
    });
  });

  it("reduceSession() opens no microphone when the learner types", () => {
    const replay = new Replay("persona", "text")
      .feed({ type: "practice-begun" }, { type: "consent-given", check: true })
      .feed({ type: "microphone-opened", deviceId: null }, { type: "microphone-muted" });
    assert.equal(replay.model.state.phase, "connecting");
    assert.deepEqual(replay.effectTypes, ["begin-attempt", "prepare-call", "open-call"]);
    assert.equal(replay.model.state.muted, false);
  });

  it("reduceSession() sends silence with push-to-talk when nothing is pressed", () => {
    const replay = new Replay("learner", "push-to-talk").connect();
    assert.equal(isOpen(replay), false);
    replay.clear().feed({ type: "microphone-unmuted" }, { type: "microphone-muted" });
    assert.deepEqual(replay.effectTypes, []);
  });

  it("reduceSession() opens on press, and hands the turn over on release", () => {
    const replay = new Replay("learner", "push-to-talk").connect().clear();
    replay.feed({ type: "talk-started" });
    assert.deepEqual([intents(replay), isOpen(replay)], [["begin-speech"], true]);
    assert.equal(replay.model.state.activity, "learner-speaking");
    replay.wait(1_000).feed({ type: "talk-stopped" });
    assert.deepEqual([intents(replay), isOpen(replay)], [["begin-speech", "end-speech"], false]);
    assert.equal(replay.model.state.activity, "thinking");
  });

  it("reduceSession() silences the persona first when the learner presses while it speaks", () => {
    const replay = new Replay("learner", "push-to-talk").connect();
    replay
      .feed({ type: "reply-started", replyId: "r" }, { type: "playback-started", replyId: "r" })
      .clear()
      .feed({ type: "talk-started" });
    assert.deepEqual(intents(replay), ["silence-persona", "begin-speech"]);
  });

  it("reduceSession() asks for no reply when the press was too short for a word", () => {
    const replay = new Replay("learner", "push-to-talk").connect().clear();
    replay.feed({ type: "talk-started" });
    replay.atMs += 120;
    replay.feed({ type: "talk-stopped" });
    assert.deepEqual(intents(replay), ["begin-speech", "drop-speech"]);
    assert.equal(replay.model.state.activity, "idle");
  });

  it("reduceSession() ignores a press when the learner speaks without a button, or is not in the call", () => {
    const replay = new Replay().connect().clear().feed({ type: "talk-started" });
    assert.equal(replay.model.state.talking, false);
    const early = new Replay("learner", "push-to-talk").feed({ type: "talk-started" });
    assert.equal(early.model.state.talking, false);
    assert.deepEqual([...replay.effectTypes, ...early.effectTypes], []);
  });

  it("reduceSession() lets go of the button when the call ends", () => {
    const replay = new Replay("learner", "push-to-talk").connect();
    replay.feed({ type: "talk-started" }, { type: "stop-requested" });
    assert.partialDeepStrictEqual(replay.model.state, {
      phase: "ending",
      talking: false,
      activity: "idle",
    });
  });

  it("reduceSession() takes the default microphone when the open one vanishes, still muted", () => {
    const replay = new Replay().connect().feed({ type: "microphone-muted" }).clear();
    replay.feed({ type: "microphone-vanished" }, { type: "microphone-vanished" });
    assert.deepEqual(replay.effects, [{ type: "replace-microphone", deviceId: null }]);
    replay.feed({ type: "microphone-opened", deviceId: "built-in" });
    assert.equal(replay.model.state.microphone.status, "open");
    assert.equal(replay.model.state.muted, true);
    assert.equal(replay.model.state.phase, "in-call");
  });

  it("reduceSession() says so when none opens, and tries again when one is plugged in", () => {
    const replay = new Replay().connect();
    replay
      .feed({ type: "microphone-vanished" }, { type: "microphone-refused", code: "mic_missing" })
      .clear();
    assert.equal(replay.model.state.microphone.status, "lost");
    replay.feed({ type: "microphones-listed", devices: [] });
    assert.deepEqual(replay.effectTypes, []);
    replay.feed({ type: "microphones-listed", devices: DEVICES });
    assert.deepEqual(replay.effectTypes, ["replace-microphone"]);
    assert.equal(replay.model.state.microphone.status, "replacing");
  });

  it("reduceSession() says only so the first time when another practice of the page calls", () => {
    const replay = new Replay().feed({ type: "practice-begun" }, { type: "other-call-found" });
    assert.partialDeepStrictEqual(replay.model.state, { phase: "consent", otherCall: true });
  });

  it("reduceSession() ends with left, and before the call as if stopped, when its call is taken", () => {
    const calling = new Replay().connect().clear().feed({ type: "slot-taken" });
    assert.equal(calling.model.state.endReason, "left");
    const phases: Phase[] = [checking().feed({ type: "slot-taken" }).model.state.phase];
    assert.deepEqual(phases, ["brief"]);
  });
});
