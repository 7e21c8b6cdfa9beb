import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findScormApi } from "../../../widget/src/adapters/lms/find-scorm-api.ts";

const API = { LMSGetValue: () => "" };
const API_2004 = { GetValue: () => "" };
const NAMES = ["API_1484_11", "API"];

/** A window of another origin: every touch throws. */
const FOREIGN = new Proxy(
  {},
  {
    get: () => {
      throw new DOMException("Blocked a frame", "SecurityError");
    },
  },
);

/** A window below another one; the uppermost is its own parent. */
function below(parent: object | null, own: object = {}): object {
  const window: Record<string, unknown> = { ...own };
  window["parent"] = parent ?? window;
  return window;
}

describe("findScormApi()", () => {
  it("finds the API ten windows above", () => {
    let window = below(null, { API });
    for (let count = 0; count < 10; count += 1) window = below(window);
    assert.equal(findScormApi(window, NAMES)?.api, API);
  });

  it("finds the API of the window that opened ours, and of what opened the uppermost", () => {
    assert.equal(findScormApi(below(null, { opener: below(null, { API }) }), NAMES)?.api, API);
    const top = { opener: below(null, { API }) };
    assert.equal(findScormApi(below(null, { top }), NAMES)?.api, API);
  });

  it("goes on when windows of another origin are in the way", () => {
    const opener = below(null, { API });
    assert.equal(findScormApi(below(FOREIGN, { opener }), NAMES)?.api, API);
    assert.equal(findScormApi(below(FOREIGN, { opener: FOREIGN }), NAMES), null);
  });

  it("takes the first version asked for, wherever it is", () => {
    const window = below(below(null, { API_1484_11: API_2004 }), { API });
    assert.equal(findScormApi(window, NAMES)?.api, API_2004);
    assert.equal(findScormApi(window, [...NAMES].reverse())?.api, API);
  });

  it("takes no element of the page for an API, and ends where windows go in a circle", () => {
    const one: Record<string, unknown> = { API: { id: "API" } };
    one["parent"] = { parent: one };
    assert.equal(findScormApi(one, NAMES), null);
  });
});
