import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  describeValue,
  formatValue,
  isSameValue,
  readValue,
} from "../../supabase/functions/_shared/tools/records-values.ts";
import type { RecordField } from "../../supabase/functions/_shared/scenario/records.ts";

const field = (type: RecordField["type"], choices?: string[]): RecordField => ({
  ...{ type, about: "What it holds." },
  ...(choices === undefined ? {} : { choices }),
});

describe("readValue()", () => {
  const read: [string, RecordField, unknown, unknown][] = [
    ["a number", field("number"), 7.5, 7.5],
    ["a number that a form sent", field("number"), " 7.5 ", 7.5],
    ["no number", field("number"), "seven", null],
    ["nothing for a number", field("number"), " ", null],
    ["what is beyond all numbers", field("number"), "1e999", null],
    ["a list for a number", field("number"), [7], null],
    ["a yes", field("boolean"), true, true],
    ["a no that a form sent", field("boolean"), "false", false],
    ["a yes that a form sent", field("boolean"), "true", true],
    ["a no", field("boolean"), false, false],
    ["neither yes nor no", field("boolean"), 1, null],
    ["a day", field("date"), " 2026-11-30 ", "2026-11-30"],
    ["a day that is none", field("date"), "2026-13-30", null],
    ["a day as it is said", field("date"), "30 November", null],
    ["a number for a day", field("date"), 20261130, null],
    ["a text, on one line", field("text"), " Vera\n  Petermann\u0000", "Vera Petermann"],
    ["a number for a text", field("text"), 60318, "60318"],
    ["half a sign", field("text"), "A\ud83e", "A"],
    ["a blank", field("text"), " \t", null],
    ["a text that is too long", field("text"), "x".repeat(301), null],
    ["an object for a text", field("text"), {}, null],
    ["a choice in other letters", field("text", ["in order", "disturbed"]), "In Order", "in order"],
    ["no choice", field("text", ["in order", "disturbed"]), "broken", null],
  ];
  for (const [what, one, given, expected] of read) {
    it(`answers ${JSON.stringify(expected)} when it is given ${what}`, () => {
      assert.equal(readValue(one, given), expected);
    });
  }
});

describe("describeValue()", () => {
  it("says what each kind of field takes", () => {
    assert.deepEqual(
      [field("date"), field("number"), field("boolean"), field("text", ["a", "b"])].map(
        describeValue,
      ),
      ["a date such as 2026-11-30", "a number", "true or false", "one of a, b"],
    );
    assert.match(describeValue(field("text")), /text/);
  });
});

describe("isSameValue()", () => {
  it("looks at letters, marks and digits alone when both are texts", () => {
    assert.equal(isSameValue("SY8 1AA", "sy8-1aa"), true);
    assert.equal(isSameValue("วิภาดา เลิศสกุล", "วิภาดาเลิศสกุล"), true);
    assert.equal(isSameValue("เลิศ", "เลศ"), false);
    assert.equal(isSameValue("?", "!"), false);
    assert.equal(isSameValue("?", " ? "), true);
    assert.equal(isSameValue(7, "7"), false);
  });
});

describe("formatValue()", () => {
  it("writes a value as the scenario's language does", () => {
    assert.equal(formatValue(field("number"), 6_420.5, "de-DE"), "6.420,5");
    assert.equal(formatValue(field("date"), "2026-11-30", "en-GB"), "30 November 2026");
    assert.equal(formatValue(field("date"), "soon", "en-GB"), "soon");
    assert.equal(formatValue(field("text"), "2026-11-30", "en-GB"), "2026-11-30");
    assert.equal(formatValue(field("boolean"), true, "fr"), "✓");
    assert.equal(formatValue(field("boolean"), false, "fr"), "✗");
  });
});
