import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toPrintable } from "../../supabase/cli/to-printable.ts";

describe("toPrintable()", () => {
  it("shows what would steer a terminal, or turn a line round", () => {
    assert.equal(toPrintable("good\u001b[2J\u0007 \u007f"), "good\u241b[2J\u2407 \u2421");
    assert.equal(toPrintable("\u009b31m \u202etxt.exe"), "<U+009B>31m <U+202E>txt.exe");
    assert.equal(toPrintable("a\r\u0000b"), "a\u240d\u2400b");
  });

  it("leaves every other text as it is", () => {
    const text = fc
      .string({ unit: "grapheme" })
      .filter((value) => !/\p{Cc}|\p{Bidi_Control}/u.test(value));
    fc.assert(
      fc.property(text, (value) => {
        assert.equal(toPrintable(`${value}\n\t${value}`), `${value}\n\t${value}`);
      }),
    );
  });

  it("lets no control through, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        assert.doesNotMatch(
          toPrintable(value).replaceAll(/[\n\t]/g, ""),
          /[\p{Cc}\p{Bidi_Control}]/u,
        );
      }),
    );
  });
});
