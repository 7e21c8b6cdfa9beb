import assert from "node:assert/strict";
import { test } from "node:test";
import { FRAME_SAMPLES, Playout } from "../../../demo/stand-in/media/playout.ts";

function createPlayout() {
  const log: string[] = [];
  const playout = new Playout({
    started: (id) => log.push(`started ${id}`),
    stopped: (id) => log.push(`stopped ${id}`),
  });
  return { playout, log };
}

const frames = (count: number) => new Int16Array(FRAME_SAMPLES * count).fill(1);

test("Playout.enqueue() waits for the media when it is not live", () => {
  const { playout, log } = createPlayout();
  playout.enqueue("one", frames(1));
  assert.equal(playout.takeFrame(), null);
  assert.deepEqual(log, []);
  playout.goLive();
  assert.deepEqual(log, ["started one"]);
  assert.equal(playout.takeFrame()?.length, FRAME_SAMPLES);
});

test("Playout.takeFrame() joins pieces and fills the last frame with silence", () => {
  const { playout } = createPlayout();
  playout.goLive();
  playout.enqueue("one", new Int16Array(FRAME_SAMPLES / 2).fill(1));
  playout.enqueue("one", new Int16Array(FRAME_SAMPLES).fill(2));
  const first = playout.takeFrame();
  const second = playout.takeFrame();
  assert.deepEqual([first?.at(0), first?.at(-1)], [1, 2]);
  assert.deepEqual([second?.at(0), second?.at(-1)], [2, 0]);
  assert.equal(playout.takeFrame(), null);
});

test("Playout.takeFrame() stops a response only when it is complete and all is out", () => {
  const { playout, log } = createPlayout();
  playout.goLive();
  playout.enqueue("one", frames(1));
  playout.takeFrame();
  assert.deepEqual(log, ["started one"]);
  playout.enqueue("one", frames(1));
  playout.complete("one");
  assert.deepEqual(log, ["started one"]);
  playout.takeFrame();
  assert.deepEqual(log, ["started one", "stopped one"]);
});

test("Playout plays responses one after the other when two are waiting", () => {
  const { playout, log } = createPlayout();
  playout.goLive();
  playout.enqueue("one", frames(1));
  playout.enqueue("two", frames(1));
  playout.complete("one");
  playout.complete("two");
  playout.takeFrame();
  assert.deepEqual(log, ["started one", "stopped one", "started two"]);
  playout.takeFrame();
  assert.equal(log.at(-1), "stopped two");
  assert.equal(playout.isPlaying, false);
});

test("Playout.cut() drops everything and tells what was heard", () => {
  const { playout, log } = createPlayout();
  playout.goLive();
  playout.enqueue("one", frames(10));
  playout.enqueue("two", frames(10));
  playout.takeFrame();
  playout.takeFrame();
  assert.deepEqual(playout.cut(), [
    { responseId: "one", heardMs: 40, isStarted: true },
    { responseId: "two", heardMs: 0, isStarted: false },
  ]);
  assert.equal(playout.takeFrame(), null);
  playout.complete("one");
  assert.deepEqual(log, ["started one"]);
});
