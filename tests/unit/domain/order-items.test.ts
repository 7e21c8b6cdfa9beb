import { expect } from "@open-wc/testing";
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
    expect(
      order([
        ["c", "b"],
        ["a", null],
        ["b", "a"],
      ]),
    ).to.equal("abc");
  });

  it("orderItems() puts what has no place yet at the end, in the order of arrival", () => {
    expect(
      order([
        ["x", undefined],
        ["b", "a"],
        ["y", undefined],
        ["a", null],
      ]),
    ).to.equal("abxy");
  });

  it("orderItems() puts an item behind the one that it names, even while that one has no place", () => {
    expect(
      order([
        ["b", "a"],
        ["x", undefined],
        ["a", undefined],
      ]),
    ).to.equal("xab");
  });

  it("orderItems() keeps a chain together whose beginning is unknown", () => {
    expect(
      order([
        ["c", "b"],
        ["a", null],
        ["b", "missing"],
        ["x", undefined],
      ]),
    ).to.equal("abcx");
  });

  it("orderItems() loses nothing when links lead in a circle", () => {
    expect(
      order([
        ["a", "b"],
        ["b", "a"],
        ["c", "c"],
      ]),
    ).to.have.length(3);
  });

  it("orderItems() gives every item once, whatever the links", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const place = fc.tuple(name, fc.option(fc.oneof(name, fc.constant(null)), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(place), (places) => {
        const items = arrive(places);
        const ordered = orderItems(items);
        expect(new Set(ordered).size).to.equal(items.size);
        expect(ordered.length).to.equal(items.size);
      }),
    );
  });

  it("orderItems() restores a talk of a thousand items from any arrival", () => {
    const talk = Array.from({ length: 1_000 }, (_, index) => index);
    const places = talk.map(
      (index) => [`${index},`, index === 0 ? null : `${index - 1},`] as const,
    );
    expect(order(places.toReversed())).to.equal(talk.map((index) => `${index},`).join(""));
  });
});
