import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { orderItems } from "../../../widget/src/domain/transcript/order-items.ts";
import {
  EMPTY_TRANSCRIPT,
  enterCallEvent,
  type Item,
} from "../../../widget/src/domain/transcript/transcript.ts";

/** Items with the given places, in the order of arrival. */
function arrive(
  places: readonly (readonly [itemId: string, previousItemId: string | null | undefined])[],
): ReadonlyMap<string, Item> {
  let transcript = EMPTY_TRANSCRIPT;
  for (const [itemId, previousItemId] of places) {
    transcript = enterCallEvent(
      transcript,
      previousItemId === undefined
        ? { type: "learner-speech-started", itemId }
        : { type: "item-placed", itemId, previousItemId, speaker: "learner" },
      0,
    );
  }
  return transcript.items;
}

function order(places: Parameters<typeof arrive>[0]): string {
  return orderItems(arrive(places))
    .map((item) => item.itemId)
    .join("");
}

describe("orderItems()", () => {
  it("orderItems() puts each item behind the one that it names", () => {
    assert.equal(
      order([
        ["c", "b"],
        ["a", null],
        ["b", "a"],
      ]),
      "abc",
    );
  });

  it("orderItems() puts what has no place yet at the end, in the order of arrival", () => {
    assert.equal(
      order([
        ["x", undefined],
        ["b", "a"],
        ["y", undefined],
        ["a", null],
      ]),
      "abxy",
    );
  });

  it("orderItems() puts an item behind the one that it names, even while that one has no place", () => {
    assert.equal(
      order([
        ["b", "a"],
        ["x", undefined],
        ["a", undefined],
      ]),
      "xab",
    );
  });

  it("orderItems() keeps a chain together whose beginning is unknown", () => {
    assert.equal(
      order([
        ["c", "b"],
        ["a", null],
        ["b", "missing"],
        ["x", undefined],
      ]),
      "abcx",
    );
  });

  it("orderItems() loses nothing when links lead in a circle", () => {
    assert.equal(
      order([
        ["a", "b"],
        ["b", "a"],
        ["c", "c"],
      ]).length,
      3,
    );
  });

  it("orderItems() gives every item once, whatever the links", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const place = fc.tuple(name, fc.option(fc.oneof(name, fc.constant(null)), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(place), (places) => {
        const items = arrive(places);
        const ordered = orderItems(items);
        assert.equal(new Set(ordered).size, items.size);
        assert.equal(ordered.length, items.size);
      }),
    );
  });

  it("orderItems() restores a talk of a thousand items from any arrival", () => {
    const talk = Array.from({ length: 1_000 }, (_, index) => index);
    const places = talk.map(
      (index) => [`${index},`, index === 0 ? null : `${index - 1},`] as const,
    );
    assert.equal(order(places.toReversed()), talk.map((index) => `${index},`).join(""));
  });
});
