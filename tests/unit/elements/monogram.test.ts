import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { monogramOf } from "../../../widget/src/elements/kit/monogram.ts";

describe("monogramOf()", () => {
  for (const [name, letters] of [
    ["Martine Bouvier", "MB"],
    ["👩‍🍳 Robin Ashe", "RA"],
    ["“Robin” (sales) Ashe", "Rs"],
    ["é́mile 𐐀da", "é́𐐀"],
    ["Jean-Luc", "J"],
    ["李 小龙", "李小"],
    ["7 👩‍🍳", ""],
  ] as const) {
    it(`monogramOf() makes ${letters || "nothing"} of ${name}`, () => {
      assert.equal(monogramOf(name), letters);
    });
  }

  it("monogramOf() takes whole letters alone, two at most, of any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const letters = monogramOf(name);
        assert.ok(letters.isWellFormed());
        assert.match(letters, /^(?:\p{L}\p{M}*){0,2}$/u);
      }),
    );
  });
});
