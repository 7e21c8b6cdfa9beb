import { expect } from "@open-wc/testing";
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
      expect(toJson(value)).to.equal(JSON.stringify(value));
  });

  it("toJson() asks no toJSON of a page's Array.prototype", () => {
    const expected = JSON.stringify(BODY);
    Object.defineProperty(Array.prototype, "toJSON", {
      configurable: true,
      value: () => "[object Object]",
    });
    try {
      expect(toJson(BODY)).to.equal(expected);
      expect(JSON.stringify(BODY)).not.to.equal(expected);
    } finally {
      Reflect.deleteProperty(Array.prototype, "toJSON");
    }
  });
});
