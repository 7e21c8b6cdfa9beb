import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ItemOrder } from "../../../supabase/functions/_shared/observation/item-order.ts";
import { WrittenWatch } from "../../../supabase/functions/_shared/observation/written-watch.ts";

/** What is done to a talk, in shares of its length so that a step fits any. */
const Step = fc.record({
  act: fc.constantFrom("append", "append", "append", "insert", "remove"),
  place: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

test("ItemOrder.add() tells the end of a talk from every other place, whatever was added and removed", () => {
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 40 }), (steps) => {
      const order = new ItemOrder();
      let talk: string[] = [];
      steps.forEach(({ act, place }, index) => {
        const itemId = `item_${index}`;
        if (act === "append" || talk.length === 0) {
          assert.equal(order.add(itemId, talk.at(-1) ?? null), true);
          talk.push(itemId);
          return;
        }
        const at = Math.floor(place * talk.length);
        if (act === "remove") {
          const [removed = ""] = talk.splice(at, 1);
          order.remove(removed);
          return;
        }
        assert.equal(order.add(itemId, talk[at - 1] ?? null), false, `at ${at} of ${talk.length}`);
        // It is hung up by then; a watch that goes on need not know where the item is.
        order.remove(itemId);
        talk = [...talk];
      });
    }),
    { numRuns: 500 },
  );
});

test("ItemOrder.add() believes a segment that joins late, but not that a running talk begins anew", () => {
  const order = new ItemOrder();
  assert.equal(order.add("item_9", "item_8"), true);
  assert.equal(order.add("item_10", "item_9"), true);
  assert.equal(order.add("item_x", "item_8"), false);
  assert.equal(order.add("item_y", null), false);
  assert.equal(order.add("item_z", undefined), true, "an event that does not say accuses nobody");
});

test("WrittenWatch.isFlood() lets a fast typist be", () => {
  const watch = new WrittenWatch();
  for (let message = 0; message < 200; message += 1) {
    assert.equal(watch.isFlood("x".repeat(500), message * 3_000), false);
  }
  const pasting = new WrittenWatch();
  for (let message = 0; message < 8; message += 1) {
    assert.equal(pasting.isFlood("x".repeat(2_000), message), false, "eight full boxes at once");
  }
  assert.equal(pasting.isFlood("x", 8), true);
  assert.equal(new WrittenWatch().isFlood("x".repeat(8_001), 0), true);
  const tiny = new WrittenWatch();
  const verdicts = Array.from({ length: 31 }, (_, index) => tiny.isFlood("x", index * 100));
  assert.deepEqual(verdicts.indexOf(true), 30);
});
