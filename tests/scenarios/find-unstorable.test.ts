import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findUnstorable } from "../../scenarios/authoring/find-unstorable.ts";

const BAD = ["\u0000", "\u0007", "\u000b", "\r", "\u001b", "\u007f", "\ud83d", "\udc68"];

describe("findUnstorable()", () => {
  it("finds a control and half of a character, in texts and in names, wherever they are", () => {
    const words = fc.string({ unit: fc.constantFrom("a", " ", "\u00e9", "\t", "\n", "\u{1f468}") });
    const bad = fc.tuple(words, fc.constantFrom(...BAD), words);
    fc.assert(
      fc.property(bad, ([before, character, after]) => {
        const text = `${before} ${character} ${after}`;
        assert.deepEqual(paths({ a: [{ b: "fine" }, { b: text }] }), [["a", 1, "b"]]);
        assert.deepEqual(paths({ a: { [text]: "fine" } }), [["a", text]]);
        assert.deepEqual(paths({ a: `${before} ${after}` }), []);
      }),
    );
  });

  it("names the character by its number", () => {
    assert.match(findUnstorable("a\u0000")[0]?.message ?? "", /holds U\+0000/);
    assert.match(findUnstorable("a\ud83d!")[0]?.message ?? "", /holds U\+D83D/);
  });

  it("passes over what is no text", () => {
    assert.deepEqual(findUnstorable([1, null, true, undefined, { a: 2 }]), []);
  });
});

function paths(value: unknown): readonly PropertyKey[][] {
  return findUnstorable(value).map(({ path }) => [...path]);
}
