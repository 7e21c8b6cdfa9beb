import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ContextWindow } from "../../../demo/stand-in/realtime/context-window.ts";
import type { StoredItem } from "../../../demo/stand-in/realtime/conversation.ts";
import { countItem } from "../../../demo/stand-in/realtime/usage.ts";

const BLOCK = 64;
const SETTINGS = { instructions: "x".repeat(800), tools: [], truncation: "auto" } as const;
const PREFIX_TOKENS = 200;

const cutAt = (limit: number, share: number) => ({
  ...SETTINGS,
  truncation: {
    type: "retention_ratio" as const,
    retention_ratio: share,
    token_limits: { post_instructions: limit },
  },
});

/** A turn of the learner of so many tokens of sound. */
const turn = (id: string, tokens: number): StoredItem => ({
  item: {
    id,
    type: "message",
    role: "user",
    status: "completed",
    content: [{ type: "input_audio", transcript: null }],
  },
  audioMs: tokens * 100,
  heardMs: null,
  recognisedText: null,
  isSilence: false,
});

const toTotal = ({ text, audio }: { text: number; audio: number }): number => text + audio;

test("ContextWindow.read() finds cached what it read before, in whole blocks", () => {
  const window = new ContextWindow();
  const items = [turn("a", 100)];
  const first = window.read(SETTINGS, items);
  assert.deepEqual(first, { input: { text: 200, audio: 100 }, cached: { text: 0, audio: 0 } });
  const second = window.read(SETTINGS, [...items, turn("b", 50)]);
  assert.deepEqual(second.input, { text: 200, audio: 150 });
  assert.equal(toTotal(second.cached), 300 - (300 % BLOCK));
});

test("ContextWindow.read() caches nothing after what has changed, and nothing under other instructions", () => {
  const window = new ContextWindow();
  window.read(SETTINGS, [turn("a", 100), turn("b", 100)]);
  const shortened = window.read(SETTINGS, [turn("a", 60), turn("b", 100)]);
  assert.equal(toTotal(shortened.cached), PREFIX_TOKENS - (PREFIX_TOKENS % BLOCK));
  const other = window.read({ ...SETTINGS, instructions: "y".repeat(800) }, [turn("a", 60)]);
  assert.equal(toTotal(other.cached), 0);
});

test("ContextWindow.read() cuts a talk only once it exceeds its limit, to the share, and reads what it cut never again", () => {
  const window = new ContextWindow();
  const items = ["a", "b", "c", "d"].map((id) => turn(id, 100));
  assert.equal(window.read(cutAt(400, 0.5), items).input.audio, 400);
  items.push(turn("e", 100));
  const cut = window.read(cutAt(400, 0.5), items);
  assert.equal(cut.input.audio, 200, "the two last");
  assert.equal(toTotal(cut.cached), PREFIX_TOKENS - (PREFIX_TOKENS % BLOCK));
  assert.equal(window.read(cutAt(400, 0.5), items).input.audio, 200);
});

test("ContextWindow.read() never reads more than the limit, nor calls more cached than was read before, whatever is said", () => {
  const talk = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(talk, fc.integer({ min: 300, max: 2_000 }), share, (sizes, limit, kept) => {
      const window = new ContextWindow();
      const items: StoredItem[] = [];
      let before = 0;
      for (const [index, size] of sizes.entries()) {
        items.push(turn(`i${index}`, size));
        const { input, cached } = window.read(cutAt(limit, kept), items);
        assert.ok(toTotal(input) <= PREFIX_TOKENS + limit);
        assert.ok(toTotal(cached) <= before && toTotal(cached) % BLOCK === 0);
        assert.ok(cached.text <= input.text && cached.audio <= input.audio);
        assert.ok(cached.text >= 0 && cached.audio >= 0);
        before = toTotal(input);
      }
      const all = items.map(countItem).reduce((sum, each) => sum + toTotal(each), 0);
      if (all <= limit) assert.equal(before, PREFIX_TOKENS + all, "nothing is cut without need");
    }),
  );
});
