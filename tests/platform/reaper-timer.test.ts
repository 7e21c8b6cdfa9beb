import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { after, before, test } from "node:test";
import { startReaperTimer } from "../../demo/platform/reaper-timer.ts";

const PERIOD_MS = 10_000;

let server: Server;
let origin: string;
let status = 200;

before(async () => {
  server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(status).end("{}"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  origin = `http://127.0.0.1:${address.port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

function nextRequest(): Promise<IncomingMessage> {
  return new Promise((resolve) => server.once("request", resolve));
}

test("startReaperTimer() asks every ten seconds with the schedule's key until it is stopped", async ({
  mock,
}) => {
  mock.timers.enable({ apis: ["setInterval"] });
  const stop = startReaperTimer(origin, "schedule_x", () => undefined);
  for (let count = 0; count < 2; count += 1) {
    const arrived = nextRequest();
    mock.timers.tick(PERIOD_MS);
    const { method, url, headers } = await arrived;
    assert.equal(method, "POST");
    assert.equal(url, "/functions/v1/observer/reap");
    assert.equal(headers["authorization"], "Bearer schedule_x");
  }
  stop();
  mock.timers.tick(PERIOD_MS * 3);
  const next = nextRequest();
  await fetch(`${origin}/probe`).then((response) => response.text());
  assert.equal((await next).url, "/probe");
});

test("startReaperTimer() reports once when it fails and once when it is well again", async ({
  mock,
}) => {
  mock.timers.enable({ apis: ["setInterval"] });
  const said: string[] = [];
  const reports = new EventEmitter();
  const stop = startReaperTimer(origin, "schedule_x", (sentence) => {
    said.push(sentence);
    reports.emit("report");
  });
  for (const answer of [500, 200]) {
    status = answer;
    const reported = once(reports, "report");
    mock.timers.tick(PERIOD_MS);
    await reported;
  }
  stop();
  assert.deepEqual(said, ["The reaper could not run: it answered 500.", "The reaper runs again."]);
});
