import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ear, VoiceListener } from "../../../demo/stand-in/hearing/ear.ts";
import { TurnDetector, type TurnChange } from "../../../demo/stand-in/hearing/turn-detector.ts";

const FRAME_MS = 20;
const FRAME_SAMPLES = 960;
const OPTIONS = { threshold: 0.5, silenceMs: 500, prefixMs: 300 };

/** An ear that says what the test tells it to. */
class PromptedEar implements Ear {
  isAwake: boolean;
  listeners: VoiceListener[] = [];
  framesHeard = 0;

  constructor(isAwake = true) {
    this.isAwake = isAwake;
  }

  understands(): boolean {
    return true;
  }

  wake(): void {
    this.isAwake = true;
  }

  recognise(): Promise<string | null> {
    return Promise.resolve(null);
  }

  attend(_silenceMs: number, listener: VoiceListener) {
    this.listeners.push(listener);
    return {
      push: () => {
        this.framesHeard += 1;
      },
      close: () => {
        this.listeners = this.listeners.filter((one) => one !== listener);
      },
    };
  }

  say(isSpeaking: boolean, atMs: number): void {
    for (const listener of this.listeners) listener(isSpeaking, atMs);
  }
}

function listen(ear: Ear | null, elapsedMs = 0) {
  const changes: TurnChange[] = [];
  const detector = new TurnDetector({
    options: OPTIONS,
    elapsedMs,
    ear,
    onChange: (change) => changes.push(change),
  });
  const push = (durationMs: number, amplitude: number) => {
    for (let at = 0; at < durationMs; at += FRAME_MS)
      detector.push(new Int16Array(FRAME_SAMPLES).fill(amplitude), FRAME_MS);
  };
  return { detector, changes, push };
}

test("TurnDetector goes by loudness when there is no ear", () => {
  const { changes, push } = listen(null);
  push(1000, 0);
  push(1000, 4000);
  push(1000, 0);
  assert.deepEqual(changes, [
    { type: "started", startMs: 700 },
    { type: "stopped", startMs: 700, endMs: 2500 },
  ]);
});

test("TurnDetector goes by the voice, not by noise, when the ear is awake", () => {
  const ear = new PromptedEar();
  const { changes, detector, push } = listen(ear, 5000);
  push(2000, 4000);
  assert.deepEqual(changes, []);
  ear.say(true, 1000);
  assert.ok(detector.isSpeaking);
  ear.say(false, 1800);
  assert.deepEqual(changes, [
    { type: "started", startMs: 5500 },
    { type: "stopped", startMs: 5500, endMs: 6800 },
  ]);
});

test("TurnDetector lets a turn end by loudness when the ear wakes up in it", () => {
  const ear = new PromptedEar(false);
  const { changes, push } = listen(ear);
  push(500, 4000);
  ear.wake();
  push(500, 4000);
  assert.equal(ear.framesHeard, 0);
  push(1000, 0);
  assert.equal(changes.length, 2);
  assert.equal(ear.framesHeard, 25);
});

test("TurnDetector hears tones by loudness when they come, which are no voice", () => {
  const ear = new PromptedEar();
  const { changes, detector, push } = listen(ear);
  push(1000, 4000);
  detector.noteTones();
  assert.deepEqual(changes, [{ type: "started", startMs: 0 }]);
  push(600, 0);
  assert.equal(changes.at(-1)?.type, "stopped");
  assert.deepEqual(ear.listeners, []);
});

test("TurnDetector goes on by loudness when the ear falls asleep", () => {
  const ear = new PromptedEar();
  const { changes, push } = listen(ear);
  push(100, 0);
  ear.isAwake = false;
  push(1000, 4000);
  assert.deepEqual(
    changes.map(({ type }) => type),
    ["started"],
  );
});
