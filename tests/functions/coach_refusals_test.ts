import assert from "node:assert/strict";
import fc from "fast-check";
import { assertProblem } from "./kit/assert-problem.ts";
import {
  createCoachHarness,
  type RequestDetails,
  startBody,
  startSession,
  turn,
} from "./kit/coach-harness.ts";
import { EMBED_KEY, ORIGIN } from "./kit/fake-store.ts";
import { OFFER } from "./kit/offer-fixture.ts";

interface BadRequest {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly details: RequestDetails;
  readonly status: number;
  readonly code: string;
  readonly field?: string;
}

const bad = (changes: Readonly<Record<string, unknown>>) => ({ body: startBody(changes) });
const offer = (from: string | RegExp, to: string) => bad({ offer: OFFER.replace(from, to) });
const brief = (query: string) => ({ method: "GET", path: `/coach/brief?${query}` });
const [AUDIO_SECTION = ""] = /m=audio[\s\S]*?(?=m=application)/.exec(OFFER) ?? [];

const BAD_STARTS: BadRequest[] = [
  {
    name: "an unknown scenario",
    details: bad({ scenario: "no-such" }),
    status: 404,
    code: "not_found",
    field: "scenario",
  },
  {
    name: "a wrong key",
    details: bad({ embedKey: "mk_wrong" }),
    status: 404,
    code: "not_found",
    field: "embedKey",
  },
  {
    name: "a key of another form",
    details: bad({ embedKey: "sk-123" }),
    status: 400,
    code: "request_invalid",
    field: "embedKey",
  },
  {
    name: "a wrong origin",
    details: { body: startBody(), origin: "https://evil.example" },
    status: 403,
    code: "origin_forbidden",
  },
  {
    name: "the origin null",
    details: { body: startBody(), origin: "null" },
    status: 403,
    code: "origin_forbidden",
  },
  {
    name: "no origin",
    details: { body: startBody(), origin: null },
    status: 403,
    code: "origin_forbidden",
  },
  {
    name: "an endless origin",
    details: { body: startBody(), origin: `https://${"a".repeat(900)}` },
    status: 403,
    code: "origin_forbidden",
  },
  { name: "broken JSON", details: { body: "{" }, status: 400, code: "request_invalid" },
  { name: "no body", details: {}, status: 400, code: "request_invalid" },
  { name: "null", details: { body: "null" }, status: 400, code: "request_invalid" },
  { name: "a list", details: { body: "[]" }, status: 400, code: "request_invalid" },
  {
    name: "a form",
    details: { body: "a=1", headers: { "content-type": "multipart/form-data" } },
    status: 400,
    code: "request_invalid",
    field: "content-type",
  },
  { name: "1 MB", details: { body: "x".repeat(1_048_576) }, status: 413, code: "too_large" },
  {
    name: "an unknown key",
    details: bad({ admin: true }),
    status: 400,
    code: "request_invalid",
    field: "admin",
  },
  {
    name: "a NUL character",
    details: bad({ learnerName: "a\u0000b" }),
    status: 400,
    code: "request_invalid",
    field: "learnerName",
  },
  {
    name: "a NUL character in a key",
    details: bad({ variables: { "a\u0000": "b" } }),
    status: 400,
    code: "request_invalid",
    field: "variables",
  },
  {
    name: "half a surrogate pair",
    details: { body: JSON.stringify(startBody()).replace('"locale":"fr"', '"locale":"\\ud83d"') },
    status: 400,
    code: "request_invalid",
    field: "locale",
  },
  {
    name: "deep nesting",
    details: { body: `${"[".repeat(40_000)}${"]".repeat(40_000)}` },
    status: 400,
    code: "request_invalid",
  },
  {
    name: "a number beyond all bounds",
    details: {
      body: JSON.stringify(startBody({ locale: 0 })).replace('"locale":0', '"locale":1e999'),
    },
    status: 400,
    code: "request_invalid",
    field: "locale",
  },
  {
    name: "an attempt key that is none",
    details: bad({ attemptKey: "1" }),
    status: 400,
    code: "request_invalid",
    field: "attemptKey",
  },
  {
    name: "an unknown consent text",
    details: bad({ consent: { version: "1999", locale: "fr" } }),
    status: 400,
    code: "request_invalid",
    field: "consent.version",
  },
  {
    name: "no consent",
    details: bad({ consent: undefined }),
    status: 400,
    code: "request_invalid",
    field: "consent",
  },
  {
    name: "SDP that is none",
    details: bad({ offer: "hello" }),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP of 70 kB",
    details: bad({ offer: `${OFFER}${"a=x\r\n".repeat(13_200)}` }),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP with a line of no form",
    details: bad({ offer: `${OFFER}hello\r\n` }),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP with a video section",
    details: bad({ offer: `${OFFER}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n` }),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP with two audio sections",
    details: bad({ offer: `${OFFER}${AUDIO_SECTION}` }),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP without a data channel",
    details: offer(/m=application[\s\S]*$/, ""),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP without audio",
    details: offer(AUDIO_SECTION, ""),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP with refused audio",
    details: offer("m=audio 9", "m=audio 0"),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP without Opus",
    details: offer("opus/48000/2", "G722/8000"),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
  {
    name: "SDP without a fingerprint",
    details: offer(/a=fingerprint.*\r\n/g, ""),
    status: 400,
    code: "request_invalid",
    field: "offer",
  },
];

const BAD_OTHERS: BadRequest[] = [
  {
    name: "no scenario",
    ...brief(`embedKey=${EMBED_KEY}`),
    details: {},
    status: 400,
    code: "request_invalid",
    field: "scenario",
  },
  {
    name: "no embed key",
    ...brief("scenario=bakery-fr"),
    details: {},
    status: 400,
    code: "request_invalid",
    field: "embedKey",
  },
  {
    name: "an unknown scenario",
    ...brief(`scenario=nope&embedKey=${EMBED_KEY}`),
    details: {},
    status: 404,
    code: "not_found",
    field: "scenario",
  },
  {
    name: "a broken escape",
    ...brief(`scenario=%E0%A4%A&embedKey=${EMBED_KEY}%00`),
    details: {},
    status: 400,
    code: "request_invalid",
    field: "scenario",
  },
  {
    name: "a wrong origin",
    ...brief(`scenario=bakery-fr&embedKey=${EMBED_KEY}`),
    details: { origin: "https://evil.example" },
    status: 403,
    code: "origin_forbidden",
  },
  {
    name: "an unknown route",
    method: "GET",
    path: "/coach/nothing",
    details: {},
    status: 404,
    code: "not_found",
  },
  {
    name: "another function's route",
    method: "GET",
    path: "/health/live",
    details: {},
    status: 404,
    code: "not_found",
  },
  {
    name: "a wrong method",
    method: "DELETE",
    path: "/coach/sessions",
    details: {},
    status: 404,
    code: "not_found",
  },
  {
    name: "a broken escape in a path",
    path: "/coach/sessions/%E0%A4%A/end",
    details: { body: { sessionToken: "x".repeat(20), reason: "learner" } },
    status: 401,
    code: "caller_unauthorized",
  },
];

for (const { name, method = "POST", path = "/coach/sessions", details, ...expected } of [
  ...BAD_STARTS,
  ...BAD_OTHERS,
]) {
  Deno.test(
    `${method} ${path} answers ${expected.status} ${expected.code} when it gets ${name}`,
    async () => {
      const harness = createCoachHarness();
      const headers = { ...details.headers, "x-request-id": "request-0001" };
      const response = await harness.send(method, path, { ...details, headers });
      await assertProblem(response, expected);
      assert.equal(response.headers.get("x-request-id"), "request-0001");
      const origin = details.origin === undefined ? ORIGIN : details.origin;
      assert.equal(response.headers.get("access-control-allow-origin"), origin);
      assert.equal(response.headers.get("vary"), "Origin");
      assert.equal(harness.calls.length, 0, "the provider was asked");
      assert.equal(harness.sessions.size, 0, "minutes were reserved");
    },
  );
}

Deno.test("POST /sessions answers 413 when a body without a length never ends", async () => {
  const harness = createCoachHarness();
  let sentBytes = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sentBytes += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(0x20));
    },
  });
  const response = await harness.raw("/coach/sessions", body);
  await assertProblem(response, { status: 413, code: "too_large" });
  assert.ok(sentBytes < 300_000, `read ${sentBytes} bytes`);
});

Deno.test("POST /sessions answers 400 when the body is not UTF-8", async () => {
  const harness = createCoachHarness();
  const response = await harness.raw("/coach/sessions", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  await assertProblem(response, { status: 400, code: "request_invalid" });
});

const BAD_TURNS = [
  ["none at all", []],
  ["too many", Array.from({ length: 51 }, (_, index) => turn(index + 1, "learner", "x"))],
  ["a number of 0", [turn(0, "learner", "x")]],
  ["a number beyond all bounds", [{ ...turn(1, "learner", "x"), sequence: 1e300 }]],
  ["a fraction", [{ ...turn(1, "learner", "x"), startedAtMs: 0.5 }]],
  ["another speaker", [{ ...turn(1, "learner", "x"), speaker: "judge" }]],
  ["an endless text", [turn(1, "learner", "x".repeat(8_001))]],
  ["a NUL character", [turn(1, "learner", "x\u0000")]],
  ["an item id with spaces", [{ ...turn(1, "learner", "x"), itemId: "a b" }]],
] as const;

for (const [name, turns] of BAD_TURNS) {
  Deno.test(`POST /turns answers 400 when the turns are ${name}`, async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const response = await harness.send("POST", `/coach/sessions/${id}/turns`, {
      body: { sessionToken: token, turns },
    });
    const problem = await assertProblem(response, { status: 400, code: "request_invalid" });
    assert.match(problem.field ?? "", /^turns/);
  });
}

async function preflight(asked: string): Promise<Response> {
  const headers = {
    "access-control-request-method": "POST",
    "access-control-request-headers": asked,
  };
  return await createCoachHarness().send("OPTIONS", "/coach/sessions/1/report", { headers });
}

Deno.test(
  "coach allows the headers that a page asks for, also those that its monitor adds",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-z][a-z0-9!#$%&'*+.^_`|~-]{0,20}$/)),
        async (names) => {
          const asked = ["authorization", ...names].join(",");
          const response = await preflight(asked);
          assert.equal(response.status, 204);
          assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
          assert.equal(response.headers.get("access-control-allow-headers"), asked);
        },
      ),
    );
  },
);

Deno.test("coach allows its own headers when a page asks for what is no name", async () => {
  for (const asked of ["", "a b", "baggage;", "x".repeat(2_000), "ä", "a,,b"]) {
    const response = await preflight(asked);
    assert.equal(response.status, 204, asked);
    assert.match(response.headers.get("access-control-allow-headers") ?? "", /^authorization, /);
  }
});
