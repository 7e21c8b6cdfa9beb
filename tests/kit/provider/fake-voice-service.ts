import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ANSWER } from "../../functions/kit/offer-fixture.ts";

/** A provider without sound that counts what it is asked for: for floods that no real call must answer. */
export interface FakeVoiceService {
  /** What `OPENAI_BASE_URL` takes. */
  readonly baseUrl: string;
  /** Requests so far. */
  readonly counts: { calls: number; secrets: number; hangups: number; others: number };
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port of its own. Every call is taken at once; everything else is refused with 404. */
export async function startFakeVoiceService(): Promise<FakeVoiceService> {
  const counts = { calls: 0, secrets: 0, hangups: 0, others: 0 };
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      answer(request.url ?? "", response, counts);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    counts,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(url: string, response: ServerResponse, counts: FakeVoiceService["counts"]): void {
  if (url.endsWith("/hangup")) {
    counts.hangups += 1;
    response.writeHead(200).end();
  } else if (url === "/v1/realtime/calls") {
    counts.calls += 1;
    response
      .writeHead(201, {
        location: `/v1/realtime/calls/rtc_${crypto.randomUUID()}`,
        "content-type": "text/plain; charset=utf-8",
      })
      .end(ANSWER);
  } else if (url === "/v1/models") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":[]}');
  } else {
    if (url === "/v1/realtime/client_secrets") counts.secrets += 1;
    else counts.others += 1;
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":{}}');
  }
}
