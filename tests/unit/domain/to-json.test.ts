import assert from "node:assert/strict";
import { describe, it } from "node:test";
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
