import { expect } from "@open-wc/testing";
import { fetchBrief } from "../../../../widget/src/adapters/network/fetch-brief.ts";
import type { BriefRequest } from "../../../../widget/src/ports/brief-source.ts";
import { buildBrief } from "../../kit/fake-practice.ts";

const REQUEST: BriefRequest = {
  api: "https://api.example/v1/",
  embedKey: "mk_demo",
  scenario: "a b&c",
  learnerToken: "",
};

/** Asks with a network that gives this answer, and tells what was requested. */
async function ask(
  answer: () => Response | Promise<Response>,
  changes: Partial<BriefRequest> = {},
) {
  const real = globalThis.fetch;
  const requests: Request[] = [];
  globalThis.fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return answer();
  };
  try {
    return {
      result: await fetchBrief({ ...REQUEST, ...changes }, "fr-CA", new AbortController().signal),
      requests,
    };
  } finally {
    globalThis.fetch = real;
  }
}

function problem(status: number, body: object): () => Response {
  return () => Response.json({ message: "no", ...body }, { status });
}

describe("fetchBrief()", () => {
  // Other files of this suite practise on the same origin and leave their device behind.
  beforeEach(() => {
    localStorage.removeItem("maka-device-id");
  });

  it("sends one simple request that needs no preflight", async () => {
    const { result, requests } = await ask(() => Response.json(buildBrief()));
    expect(result).to.deep.equal(buildBrief());
    expect(requests.map(({ method, url }) => [method, url])).to.deep.equal([
      ["GET", "https://api.example/v1/coach/brief?scenario=a+b%26c&embedKey=mk_demo&locale=fr-CA"],
    ]);
    expect([...(requests[0]?.headers.keys() ?? [])]).to.deep.equal([]);
  });

  it("names the device of an earlier practice, and leaves none itself", async () => {
    const answer = () => Response.json(buildBrief());
    localStorage.removeItem("maka-device-id");
    await ask(answer);
    expect(localStorage.getItem("maka-device-id")).to.equal(null);
    localStorage.setItem("maka-device-id", "device-12345678");
    const { requests } = await ask(answer);
    expect(new URL(requests[0]?.url ?? "").searchParams.get("deviceId")).to.equal(
      "device-12345678",
    );
    const known = await ask(answer, { learnerToken: "a.b.c" });
    localStorage.removeItem("maka-device-id");
    expect(known.requests[0]?.url).not.to.contain("deviceId");
    expect(known.requests[0]?.headers.get("authorization")).to.equal("Bearer a.b.c");
  });

  const refusals = [
    [401, "caller_unauthorized", "signed_out"],
    [403, "origin_forbidden", "configuration_invalid"],
    [400, "request_invalid", "configuration_invalid"],
    [404, "not_found", "scenario_missing"],
    [404, "feature_disabled", "feature_disabled"],
    [429, "limit_reached", "limit_reached"],
    [500, "internal", "server_unreachable"],
    [502, "upstream_unavailable", "server_unreachable"],
  ] as const;
  for (const [status, code, expected] of refusals)
    it(`answers ${expected} when the server says ${code}`, async () => {
      const { result } = await ask(problem(status, { code, requestId: "req_1" }));
      expect(result).to.deep.equal({ code: expected, requestId: "req_1", detail: "no" });
    });

  it("answers server_unreachable when there is no network, no JSON or no brief", async () => {
    const answers = [
      () => Promise.reject<Response>(new TypeError("offline")),
      () => new Response("<!doctype html>"),
      () => Response.json([]),
      () => Response.json({ scenario: null }),
    ];
    for (const answer of answers)
      expect((await ask(answer)).result).to.have.property("code", "server_unreachable");
  });
});
