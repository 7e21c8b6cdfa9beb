import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addCorsHeaders,
  type Readers,
  toPreflightResponse,
} from "../../../supabase/functions/_shared/runtime/http/cors.ts";

const OWN_HEADERS = "authorization, content-type, x-embed-key, x-request-id";

function preflight(asked: string): Headers {
  const headers = { "access-control-request-headers": asked };
  const request = new Request("https://coach.example", { method: "OPTIONS", headers });
  return toPreflightResponse(request).headers;
}

function answered(headers: Record<string, string>, readBy: Readers = "pages"): Headers {
  const answer = new Headers({ vary: "Accept" });
  addCorsHeaders(answer, new Request("https://coach.example", { headers }), readBy);
  return answer;
}

test("toPreflightResponse() allows what a page and its monitor ask for", () => {
  for (const asked of [
    "content-type",
    "baggage,traceparent",
    "a, b",
    `${"x-a, ".repeat(199)}x-b`,
  ]) {
    assert.equal(preflight(asked).get("access-control-allow-headers"), asked);
  }
  assert.equal(preflight("baggage").get("vary"), "Access-Control-Request-Headers");
});

test("toPreflightResponse() allows what is ours where a page asks for what is no name, or for too many", () => {
  for (const asked of ["", "a b", "a,,b", "baggage;", `${"x-a, ".repeat(200)}x-b`]) {
    assert.equal(preflight(asked).get("access-control-allow-headers"), OWN_HEADERS, asked);
  }
});

test("addCorsHeaders() names the page, says that it did, and lets it read the reference for support", () => {
  const answer = answered({ origin: "https://lms.example" });
  assert.equal(answer.get("access-control-allow-origin"), "https://lms.example");
  assert.equal(answer.get("vary"), "Accept, Origin");
  assert.match(answer.get("access-control-expose-headers") ?? "", /x-request-id/);
  assert.match(answer.get("access-control-expose-headers") ?? "", /retry-after/);
});

test("addCorsHeaders() names nobody where no page asks", () => {
  const answer = answered({});
  assert.equal(answer.get("vary"), "Accept, Origin");
  assert.equal(answer.has("access-control-allow-origin"), false);
  assert.equal(answer.has("access-control-expose-headers"), false);
});

test("addCorsHeaders() lets cookies come along where a function says so, and no page read what is for servers", () => {
  const page = { origin: "https://academy.example" };
  const credentials = "access-control-allow-credentials";
  assert.equal(answered(page).has(credentials), false);
  assert.equal(answered(page, "pages with cookies").get(credentials), "true");
  assert.equal(answered({}, "pages with cookies").has(credentials), false);
  assert.deepEqual([...answered(page, "servers")], [["vary", "Accept"]]);
});
