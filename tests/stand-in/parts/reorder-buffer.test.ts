import assert from "node:assert/strict";
import { test } from "node:test";
import { ReorderBuffer } from "../../../demo/stand-in/media/reorder-buffer.ts";

/** Pushes packets by number and returns what came out: numbers, or "lost" and "lost before n". */
function order(sequences: readonly number[], buffer = new ReorderBuffer()): (number | string)[] {
  return sequences
    .flatMap((sequence) => buffer.push({ sequence, payload: Uint8Array.of(sequence & 0xff) }))
    .map((slot) => {
      if (slot.type === "packet") return slot.payload[0] ?? -1;
      return slot.next ? `lost before ${slot.next[0] ?? ""}` : "lost";
    });
}

test("ReorderBuffer.push() passes packets on when they come in order", () => {
  assert.deepEqual(order([7, 8, 9]), [7, 8, 9]);
});

test("ReorderBuffer.push() puts packets in order when two are swapped", () => {
  assert.deepEqual(order([7, 9, 8, 10]), [7, 8, 9, 10]);
});

test("ReorderBuffer.push() reports a loss with the packet after it when three later ones are here", () => {
  assert.deepEqual(order([7, 9, 10]), [7]);
  assert.deepEqual(order([7, 9, 10, 11]), [7, "lost before 9", 9, 10, 11]);
});

test("ReorderBuffer.push() reports each loss when two packets in a row are missing", () => {
  assert.deepEqual(order([7, 10, 11, 12]), [7, "lost", "lost before 10", 10, 11, 12]);
});

test("ReorderBuffer.push() drops and counts a packet when it is late or came twice", () => {
  const buffer = new ReorderBuffer();
  assert.deepEqual(order([7, 8, 8, 7, 10, 10], buffer), [7, 8]);
  assert.equal(buffer.lateCount, 3);
});

test("ReorderBuffer.push() goes on in order when the numbers wrap around", () => {
  assert.deepEqual(order([65_534, 0, 65_535, 1]), [254, 255, 0, 1]);
});

test("ReorderBuffer.push() starts anew when the sender was away for long", () => {
  assert.deepEqual(order([7, 200, 201]), [7, 200, 201]);
});
