import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toJson } from "../../../widget/src/domain/to-json.ts";

const BODY = {
  turns: [{ text: 'He said "no"\n', at: 12 }],
  empty: [],
  none: null,
  left: undefined,
};

describe("toJson()", () => {
  it("toJson() writes what JSON.stringify() writes of plain data", () => {
    for (const value of [BODY, [1, "two", false], "words", 3, null])
      assert.equal(toJson(value), JSON.stringify(value));
  });

  it("toJson() mends what no database takes, in any text, and changes nothing else", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "\ud83d", "\ude00", "😀", "\0", "é", "\\"),
    });
    fc.assert(
      fc.property(
        fc.array(text),
        fc.dictionary(fc.constantFrom("a", "b"), text, { noNullPrototype: true }),
        (list, named) => {
          const read: unknown = JSON.parse(toJson({ list, named }));
          const mend = (words: string): string => words.toWellFormed().replaceAll("\0", "\ufffd");
          const mended: Record<string, string> = {};
          for (const [key, words] of Object.entries(named)) mended[key] = mend(words);
          assert.deepEqual(read, { list: list.map(mend), named: mended });
        },
      ),
    );
  });

  it("toJson() asks no toJSON of a page's Array.prototype", () => {
    const expected = JSON.stringify(BODY);
    Object.defineProperty(Array.prototype, "toJSON", {
      configurable: true,
      value: () => "[object Object]",
    });
    try {
      assert.equal(toJson(BODY), expected);
      assert.notEqual(JSON.stringify(BODY), expected);
    } finally {
      Reflect.deleteProperty(Array.prototype, "toJSON");
    }
  });
});
